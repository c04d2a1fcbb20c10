"""Who may open which page and who may send which form: one row for each address that the product names.

The rows are the law; `tests/test_access.py` asks every address as everybody and compares. A new address without a row
fails. A row says who may GET, who may POST, and why it is so."""

from dataclasses import dataclass

from derbyvoice.users import roles

ANYONE = "anyone"
SIGNED_IN = "everybody who is signed in"
OWN = "everybody who is signed in, for what is their own"  # may be there or not
LINK = "whoever has the link"  # the secret stands in the address; with another one there is no such page
COOKIE = "the browser that has the key"  # the secret lies in a cookie; without it there is nothing to see
PROGRAM = "programs with a key"
NOBODY = "nobody"  # there is no such method: 405
Who = str | tuple[roles.Role, ...]

OFFICERS = (roles.CASE_OFFICER, roles.SUPERVISOR)
SUPERVISORS = (roles.SUPERVISOR,)
COURT = (roles.WITNESS_CARE,)
WORKERS = (roles.PROVIDER_WORKER,)
RESEARCHERS = (roles.RESEARCHER,)
SURVEY_MAKERS = (roles.RESEARCHER, roles.OFFICE_STAFF)
OFFICE = (roles.OFFICE_STAFF,)
READERS = (roles.RESEARCHER, roles.OFFICE_STAFF, roles.COMMISSIONER)
LEADS = (roles.SAFEGUARDING_LEAD,)
FLAGGED = (roles.SAFEGUARDING_LEAD, roles.OFFICE_STAFF)
OFFICE = (roles.OFFICE_STAFF,)
FORCE = (roles.FORCE_DESK,)
BRIEFED = (roles.COMMISSIONER, roles.OFFICE_STAFF)
STAFF = tuple(roles.ROLES.values())


@dataclass(frozen=True)
class Row:
    name: str
    get: Who
    post: Who
    why: str


ROWS = (
    # every door
    Row("healthz", ANYONE, NOBODY, "Machines ask whether the process lives."),
    Row("readyz", ANYONE, NOBODY, "Machines ask whether it can work; it tells states, nothing else."),
    Row("leave", NOBODY, ANYONE, "Leaving must always work."),
    Row("staying_private", ANYONE, NOBODY, "What the exit does and cannot do."),
    # public: reading
    Row("home", ANYONE, NOBODY, "The front page."),
    Row("directory_services", ANYONE, NOBODY, "Help is shown to everybody without a question."),
    Row("directory_service", ANYONE, NOBODY, "Help is shown to everybody without a question."),
    Row("guidance_index", ANYONE, NOBODY, "Published guidance."),
    Row("guidance_guide", ANYONE, NOBODY, "Published guidance."),
    Row("insight_heard", ANYONE, NOBODY, "What the office learnt, in protected figures."),
    Row("insight_heard_survey", ANYONE, NOBODY, "What the office learnt from one survey, in protected figures."),
    Row("overview_index", ANYONE, NOBODY, "Public scrutiny."),
    Row("overview_meeting", ANYONE, NOBODY, "Published meetings."),
    Row("meetings_list", ANYONE, NOBODY, "Published meetings."),
    Row("meetings_feed", ANYONE, NOBODY, "Published meetings, for calendars."),
    Row("meetings_paper", ANYONE, NOBODY, "Published papers."),
    Row("questions_list", ANYONE, NOBODY, "Published questions only."),
    Row("questions_feed", ANYONE, NOBODY, "Published questions only."),
    Row("questions_page", ANYONE, NOBODY, "A published question."),
    Row("measures_list", ANYONE, NOBODY, "Published figures."),
    Row("measures_csv", ANYONE, NOBODY, "Published figures."),
    Row("measures_json", ANYONE, NOBODY, "Published figures."),
    Row("measures_page", ANYONE, NOBODY, "Published figures."),
    Row("measures_page_csv", ANYONE, NOBODY, "Published figures."),
    Row("boards_list", ANYONE, NOBODY, "Published boards."),
    Row("commitments_list", ANYONE, NOBODY, "Published promises."),
    Row("commitments_csv", ANYONE, NOBODY, "Published promises."),
    Row("commitments_page", ANYONE, NOBODY, "Published promises."),
    Row("commitments_changed", ANYONE, NOBODY, "Published promises."),
    # public: a survey, without an account
    Row("responses_open", ANYONE, NOBODY, "Which surveys are open."),
    Row("responses_start", ANYONE, NOBODY, "What the survey is for."),
    Row("responses_question", ANYONE, ANYONE, "The first answer begins a draft; later ones need its cookie."),
    Row("responses_listen", COOKIE, NOBODY, "One's own recording, before it is sent."),
    Row("responses_note", ANYONE, ANYONE, "Says what comes; a draft may begin here."),
    Row("responses_help", ANYONE, NOBODY, "Help is shown to everybody."),
    Row("responses_pause", ANYONE, COOKIE, "One's own draft."),
    Row("responses_thrown_away", ANYONE, NOBODY, "Says only that it is done."),
    Row("responses_young", ANYONE, NOBODY, "Help is shown to everybody."),
    Row("responses_by_mail", COOKIE, COOKIE, "Return words, for the browser that sent."),
    Row("responses_wish", COOKIE, COOKIE, "One's own answers, for the browser that sent."),
    Row("responses_agree", COOKIE, COOKIE, "One's own draft."),
    Row("responses_check", COOKIE, COOKIE, "One's own draft."),
    Row("responses_done", ANYONE, COOKIE, "Thank you; return words only for the browser that sent."),
    Row("responses_back", ANYONE, ANYONE, "Asks for return words."),
    Row("responses_sent", COOKIE, NOBODY, "One's own answers, after return words."),
    Row("responses_own_recording", COOKIE, COOKIE, "One's own answers, after return words."),
    Row("responses_own_sound", COOKIE, NOBODY, "One's own answers, after return words."),
    Row("responses_add", COOKIE, COOKIE, "One's own answers, after return words."),
    Row("responses_wish_back", COOKIE, COOKIE, "One's own answers, after return words."),
    Row("responses_what_happened", COOKIE, NOBODY, "What came of one's own answers, after return words."),
    Row("responses_consents", COOKIE, COOKIE, "One's own answers, after return words."),
    Row("responses_take_back", COOKIE, COOKIE, "One's own answers, after return words."),
    Row("responses_taken_back", ANYONE, NOBODY, "Says only that it is done."),
    Row("responses_close", NOBODY, ANYONE, "Forgets what this browser could see."),
    Row("retention_copy", COOKIE, NOBODY, "One's own answers, after return words."),
    Row("retention_file", COOKIE, NOBODY, "One's own answers, after return words."),
    Row("safeguarding_now", ANYONE, NOBODY, "Help at once, for whoever needs it; nothing is noted."),
    Row("responses_wipe", ANYONE, NOBODY, "Makes a waiting room's screen forget the person before."),
    Row("responses_kiosk", LINK, LINK, "The link of a waiting room's screen."),
    # public: a device that is handed round
    Row("fieldwork_device", LINK, LINK, "The code in the address opens one survey for one person after the other."),
    Row("fieldwork_device_done", COOKIE, COOKIE, "The device on which somebody has just answered."),
    # public: the panel, without an account
    Row("panel_join", ANYONE, ANYONE, "Asks for an address; says nothing about who is on the panel."),
    Row("panel_back", ANYONE, ANYONE, "Asks for return words; says nothing about who has some."),
    Row("panel_code", LINK, ANYONE, "The code that was sent joins; a wrong address is answered like a wrong code."),
    Row("panel_own", COOKIE, NOBODY, "A member's own page, after a code or return words."),
    Row("panel_choose", COOKIE, COOKIE, "A member's own page, after a code or return words."),
    Row("panel_joined", COOKIE, NOBODY, "A member's own page, after a code or return words."),
    Row("panel_about", COOKIE, COOKIE, "A member's own page, after a code or return words."),
    Row("panel_pause", COOKIE, COOKIE, "A member's own page, after a code or return words."),
    Row("panel_words", NOBODY, COOKIE, "A member's own page, after a code or return words."),
    Row("panel_leave_all", COOKIE, COOKIE, "A member's own page, after a code or return words."),
    Row("panel_answer", NOBODY, COOKIE, "A member's own invitation, after a code or return words."),
    Row("panel_own_before", COOKIE, COOKIE, "A member's own invitation, after a code or return words."),
    Row("panel_close", NOBODY, ANYONE, "Done looking: the browser forgets; without a visit there is nothing to end."),
    Row("panel_leave", LINK, LINK, "The signed address in the message is the permission."),
    Row("panel_invited", LINK, LINK, "The signed address in the message is the permission."),
    Row("panel_before", LINK, LINK, "The same address; what was sent needs its return words besides."),
    # public: questions
    Row("questions_ask", ANYONE, ANYONE, "Anybody may ask."),
    Row("questions_sent", ANYONE, NOBODY, "The same for everybody."),
    Row("questions_confirm", LINK, LINK, "The link went to the asker alone."),
    Row("questions_follow", LINK, NOBODY, "The link went to the asker alone."),
    # public: help and the private page
    Row("support_link", LINK, LINK, "The one-time link of a message."),
    Row("support_choose", COOKIE, COOKIE, "The browser that pressed the button behind the link."),
    Row("witness_care_door", LINK, LINK, "The link of a message; it still asks for a code or return words."),
    Row("witness_care_home", COOKIE, COOKIE, "One's own private page."),
    Row("witness_care_noted", NOBODY, COOKIE, "One's own private page."),
    Row("witness_care_measures", COOKIE, COOKIE, "One's own private page."),
    Row("witness_care_earlier", COOKIE, COOKIE, "One's own private page."),
    Row("witness_care_take_back", COOKIE, COOKIE, "One's own request."),
    Row("witness_care_close", NOBODY, ANYONE, "Forgets what this browser could see."),
    Row("witness_care_left", ANYONE, NOBODY, "Says only that it is closed."),
    # the way in
    Row("account_login", ANYONE, ANYONE, "Everybody has the same way in."),
    Row("account_request_login_code", ANYONE, ANYONE, "Everybody has the same way in."),
    Row("account_confirm_login_code", COOKIE, COOKIE, "Who asked for a code in this browser."),
    Row("mfa_authenticate", COOKIE, COOKIE, "Who gave the code in this browser."),
    Row("sign_in_provider", NOBODY, COOKIE, "Only where the force's own identity provider is set up."),
    Row("sign_in_provider_back", COOKIE, COOKIE, "Only where the force's own identity provider is set up."),
    Row("account_inactive", COOKIE, NOBODY, "Says that this account is closed."),
    Row("account_logout", COOKIE, COOKIE, "Signing out must always work; without a sign-in there is nothing to end."),
    Row("mfa_index", SIGNED_IN, NOBODY, "One's own ways in."),
    Row("mfa_list_webauthn", SIGNED_IN, NOBODY, "One's own ways in."),
    Row("mfa_activate_totp", OWN, OWN, "One's own ways in."),
    Row("mfa_deactivate_totp", OWN, OWN, "One's own ways in."),
    Row("mfa_add_webauthn", OWN, OWN, "One's own ways in."),
    Row("mfa_remove_webauthn", OWN, OWN, "One's own ways in."),
    Row("mfa_view_recovery_codes", OWN, NOBODY, "One's own ways in."),
    Row("mfa_generate_recovery_codes", OWN, OWN, "One's own ways in."),
    Row("mfa_reauthenticate", OWN, OWN, "One's own ways in."),
    Row("mfa_reauthenticate_webauthn", OWN, OWN, "One's own ways in."),
    # everybody's desk
    Row("desk_home", SIGNED_IN, NOBODY, "What waits for oneself."),
    Row("desk_roles", SIGNED_IN, NOBODY, "What each role may do is no secret here."),
    Row("desk_sign_ins", SIGNED_IN, NOBODY, "One's own sign-ins."),
    Row("desk_end_sign_in", NOBODY, OWN, "One's own sign-ins."),
    Row("desk_end_other_sign_ins", NOBODY, SIGNED_IN, "One's own sign-ins."),
    Row("components", STAFF, STAFF, "The gallery shows no data."),
    # officers
    Row("cases_due", OFFICERS, NOBODY, "Officers see their own cases, supervisors those of their team."),
    Row("cases_find", NOBODY, OFFICERS, "Among the cases that one may see."),
    Row("cases_overdue", SUPERVISORS, NOBODY, "Supervisors look after their team."),
    Row("cases_case", OFFICERS, OFFICERS, "The officer's own case, or the team's."),
    Row("cases_person", NOBODY, OFFICERS, "Opening who it is, with a reason that is kept."),
    Row("cases_channels", OFFICERS, OFFICERS, "The officer asks which ways are safe."),
    Row("cases_task_done", NOBODY, OFFICERS, "The officer's own task."),
    Row("cases_hand_over", SUPERVISORS, SUPERVISORS, "A supervisor decides who holds a case."),
    Row("referrals_of_case", OFFICERS, OFFICERS, "The officer passes their person to a service."),
    Row("referrals_let_go", NOBODY, OFFICERS, "The officer talked to their person about a service that stopped."),
    Row("referrals_stopped", OFFICE, NOBODY, "Services and how many people wait there; nobody is named."),
    Row("support_send", NOBODY, OFFICERS, "The officer sends their person the page."),
    Row("witness_care_offer", OFFICERS, OFFICERS, "The officer offers their person a private page."),
    # providers
    Row("referrals_list", WORKERS, NOBODY, "Referrals to one's own provider."),
    Row("referrals_one", WORKERS, WORKERS, "A referral to one's own provider."),
    Row("referrals_person", NOBODY, WORKERS, "Opening who it is, with a reason that is kept."),
    Row("outcomes_scores", WORKERS, WORKERS, "What changed for a person of one's own provider."),
    Row("contracts_returns", WORKERS, NOBODY, "Returns of one's own provider."),
    Row("contracts_return", WORKERS, WORKERS, "Returns of one's own provider."),
    Row("contracts_return_kept", WORKERS, NOBODY, "Returns of one's own provider."),
    # Witness Care
    Row("witness_care_waiting", COURT, NOBODY, "Witness Care answers against deadlines."),
    Row("witness_care_person", COURT, COURT, "Witness Care writes with a person."),
    Row("witness_care_court", NOBODY, COURT, "Witness Care knows the court's days."),
    Row("witness_care_move", NOBODY, COURT, "Witness Care moves a request."),
    # researchers, and those who read what they found
    Row("questionnaires_list", SURVEY_MAKERS, NOBODY, "Who builds surveys."),
    Row("questionnaires_survey", SURVEY_MAKERS, SURVEY_MAKERS, "Who builds surveys."),
    Row("questionnaires_preview", SURVEY_MAKERS, NOBODY, "Who builds surveys."),
    Row("responses_preview", SURVEY_MAKERS, SURVEY_MAKERS, "Who builds surveys tries them; nothing is kept."),
    Row("questionnaires_new", SURVEY_MAKERS, SURVEY_MAKERS, "Who builds surveys."),
    Row("questionnaires_settings", SURVEY_MAKERS, SURVEY_MAKERS, "Who builds surveys."),
    Row("questionnaires_history", SURVEY_MAKERS, SURVEY_MAKERS, "Who builds surveys."),
    Row("questionnaires_changes", SURVEY_MAKERS, NOBODY, "Who builds surveys."),
    Row("questionnaires_sets", SURVEY_MAKERS, NOBODY, "Who builds surveys."),
    Row("questionnaires_set", SURVEY_MAKERS, SURVEY_MAKERS, "Who builds surveys."),
    Row("questionnaires_draft", SURVEY_MAKERS, NOBODY, "Who builds surveys."),
    Row("questionnaires_begin", NOBODY, SURVEY_MAKERS, "Who builds surveys."),
    Row("questionnaires_act", NOBODY, SURVEY_MAKERS, "Who builds surveys."),
    Row("questionnaires_undo", NOBODY, SURVEY_MAKERS, "Who builds surveys."),
    Row("questionnaires_publish", NOBODY, SURVEY_MAKERS, "Who builds surveys."),
    Row("questionnaires_throw_away", SURVEY_MAKERS, SURVEY_MAKERS, "Who builds surveys."),
    Row("questionnaires_about", SURVEY_MAKERS, SURVEY_MAKERS, "Who builds surveys."),
    Row("questionnaires_new_section", SURVEY_MAKERS, SURVEY_MAKERS, "Who builds surveys."),
    Row("questionnaires_section", SURVEY_MAKERS, SURVEY_MAKERS, "Who builds surveys."),
    Row("questionnaires_languages", SURVEY_MAKERS, NOBODY, "Who builds surveys."),
    Row("questionnaires_words", SURVEY_MAKERS, SURVEY_MAKERS, "Who builds surveys."),
    Row("questionnaires_kinds", SURVEY_MAKERS, NOBODY, "Who builds surveys."),
    Row("questionnaires_new_question", SURVEY_MAKERS, SURVEY_MAKERS, "Who builds surveys."),
    Row("questionnaires_question", SURVEY_MAKERS, SURVEY_MAKERS, "Who builds surveys."),
    Row("questionnaires_keep_set", SURVEY_MAKERS, SURVEY_MAKERS, "Who builds surveys."),
    Row("questionnaires_insert_set", SURVEY_MAKERS, SURVEY_MAKERS, "Who builds surveys."),
    Row("questionnaires_check", SURVEY_MAKERS, NOBODY, "Who builds surveys."),
    Row("questionnaires_paths", SURVEY_MAKERS, NOBODY, "Who builds surveys."),
    Row("questionnaires_import", SURVEY_MAKERS, SURVEY_MAKERS, "Who builds surveys."),
    Row("questionnaires_xlsform", SURVEY_MAKERS, NOBODY, "Who builds surveys."),
    Row("questionnaires_paper", SURVEY_MAKERS, NOBODY, "Who builds surveys."),
    Row("panel_waves", SURVEY_MAKERS, NOBODY, "Who asks the panel; protected figures, no member."),
    Row("panel_new_wave", SURVEY_MAKERS, SURVEY_MAKERS, "Who asks the panel."),
    Row("panel_wave", SURVEY_MAKERS, SURVEY_MAKERS, "Who asks the panel; protected figures, no member."),
    Row("panel_wave_csv", SURVEY_MAKERS, NOBODY, "Protected figures."),
    Row("panel_series", SURVEY_MAKERS, NOBODY, "Protected figures."),
    Row("panel_series_csv", SURVEY_MAKERS, NOBODY, "Protected figures."),
    Row("panel_not_heard", SURVEY_MAKERS, NOBODY, "Protected figures."),
    Row("panel_not_heard_csv", SURVEY_MAKERS, NOBODY, "Protected figures."),
    Row("panel_figures", (roles.OFFICE_STAFF,), (roles.OFFICE_STAFF,), "The office loads published counts."),
    Row("fieldwork_sessions", RESEARCHERS, NOBODY, "What was said in a group is for researchers."),
    Row("fieldwork_new", RESEARCHERS, RESEARCHERS, "What was said in a group is for researchers."),
    Row("fieldwork_session", RESEARCHERS, NOBODY, "What was said in a group is for researchers."),
    Row("fieldwork_change_plan", RESEARCHERS, RESEARCHERS, "What was said in a group is for researchers."),
    Row("fieldwork_move", NOBODY, RESEARCHERS, "What was said in a group is for researchers."),
    Row("fieldwork_afterwards", RESEARCHERS, RESEARCHERS, "What was said in a group is for researchers."),
    Row("fieldwork_print", RESEARCHERS, NOBODY, "What was said in a group is for researchers."),
    Row("fieldwork_new_participant", RESEARCHERS, RESEARCHERS, "What was said in a group is for researchers."),
    Row("fieldwork_person", RESEARCHERS, RESEARCHERS, "What was said in a group is for researchers."),
    Row("fieldwork_remove_words", RESEARCHERS, RESEARCHERS, "What was said in a group is for researchers."),
    Row("fieldwork_new_note", RESEARCHERS, RESEARCHERS, "What was said in a group is for researchers."),
    Row("fieldwork_note", RESEARCHERS, RESEARCHERS, "What was said in a group is for researchers."),
    Row("fieldwork_remove_note", NOBODY, RESEARCHERS, "What was said in a group is for researchers."),
    Row("fieldwork_worry", RESEARCHERS, RESEARCHERS, "Whoever reads something that worries them passes it on."),
    Row("fieldwork_transcript", RESEARCHERS, RESEARCHERS, "What was said in a group is for researchers."),
    Row("fieldwork_batches", SURVEY_MAKERS, NOBODY, "Who types in what came on paper or by telephone."),
    Row("fieldwork_new_batch", SURVEY_MAKERS, SURVEY_MAKERS, "Who types in what came on paper or by telephone."),
    Row("fieldwork_batch", SURVEY_MAKERS, SURVEY_MAKERS, "Who types in what came on paper or by telephone."),
    Row("fieldwork_enter", SURVEY_MAKERS, SURVEY_MAKERS, "Who types in what came on paper or by telephone."),
    Row("fieldwork_check", SURVEY_MAKERS, SURVEY_MAKERS, "The second typing sees nothing of the first."),
    Row("fieldwork_take_out", NOBODY, SURVEY_MAKERS, "Who types in what came on paper or by telephone."),
    Row("fieldwork_devices", SURVEY_MAKERS, NOBODY, "Who hands devices out."),
    Row("fieldwork_new_device", SURVEY_MAKERS, SURVEY_MAKERS, "Who hands devices out."),
    Row("fieldwork_change_device", NOBODY, SURVEY_MAKERS, "Who hands devices out."),
    Row("fieldwork_own_note", RESEARCHERS, RESEARCHERS, "A facilitator's note about themselves, theirs alone."),
    Row("insight_responses", RESEARCHERS, NOBODY, "People's words are for researchers alone."),
    Row("insight_response", RESEARCHERS, RESEARCHERS, "People's words are for researchers alone."),
    Row("insight_recordings", RESEARCHERS, NOBODY, "People's voices are for researchers alone."),
    Row("insight_recording", RESEARCHERS, RESEARCHERS, "People's voices are for researchers alone."),
    Row("insight_sound", RESEARCHERS, NOBODY, "People's voices are for researchers alone."),
    Row("insight_queue", RESEARCHERS, RESEARCHERS, "People's words are for researchers alone."),
    Row("insight_stop", RESEARCHERS, RESEARCHERS, "A researcher stops for today."),
    Row("insight_take_up", NOBODY, RESEARCHERS, "A colleague passed it on."),
    Row("insight_pass_on", RESEARCHERS, RESEARCHERS, "Anybody who reads may pass it on."),
    Row("insight_note", RESEARCHERS, NOBODY, "People's words are for researchers alone."),
    Row("insight_to_confirm", RESEARCHERS, NOBODY, "What waits for a second person."),
    Row("insight_redact", RESEARCHERS, RESEARCHERS, "People's words are for researchers alone."),
    Row("insight_code", RESEARCHERS, RESEARCHERS, "People's words are for researchers alone."),
    Row("insight_quote", RESEARCHERS, RESEARCHERS, "Only what the person allows can be chosen."),
    Row("insight_undo", NOBODY, RESEARCHERS, "Codes are researchers' work."),
    Row("insight_quotes", RESEARCHERS, NOBODY, "Quotes and whether they are shown."),
    Row("insight_move_quote", NOBODY, RESEARCHERS, "Only what the person allows can be shown."),
    Row("insight_codebook", RESEARCHERS, NOBODY, "Themes and what they mean."),
    Row("insight_new_theme", RESEARCHERS, RESEARCHERS, "Themes are researchers' work."),
    Row("insight_versions", RESEARCHERS, NOBODY, "How the themes changed."),
    Row("insight_version", RESEARCHERS, NOBODY, "The themes as they stood."),
    Row("insight_theme", RESEARCHERS, NOBODY, "One theme and which texts carry it."),
    Row("insight_change_theme", RESEARCHERS, RESEARCHERS, "Themes are researchers' work."),
    Row("insight_merge_theme", RESEARCHERS, RESEARCHERS, "Themes are researchers' work."),
    Row("insight_split_theme", RESEARCHERS, RESEARCHERS, "Themes are researchers' work."),
    Row("insight_samples", RESEARCHERS, RESEARCHERS, "A second look at the codes."),
    Row("insight_sample", RESEARCHERS, RESEARCHERS, "A second look at the codes."),
    Row("insight_sampled", RESEARCHERS, RESEARCHERS, "Only the person who codes it a second time."),
    Row("insight_search", RESEARCHERS, RESEARCHERS, "Searches in what this person may read."),
    Row("insight_standing_out", RESEARCHERS, RESEARCHERS, "Words that enough people used."),
    Row("insight_results", READERS, NOBODY, "Protected figures."),
    Row("insight_public_figures", SURVEY_MAKERS, SURVEY_MAKERS, "Staff choose which protected figures everybody sees."),
    Row("insight_compare", READERS, NOBODY, "Protected figures, weighed against all that went out."),
    Row("insight_results_file", READERS, NOBODY, "Protected figures."),
    Row("responses_screens", SURVEY_MAKERS, SURVEY_MAKERS, "Screens in waiting rooms; they show nobody's answers."),
    Row("responses_screen", NOBODY, SURVEY_MAKERS, "Ends a screen, or gives it a new link."),
    Row("responses_wishes", OFFICE, NOBODY, "People of the office talk about names; researchers never see a contact."),
    Row("responses_wish_one", OFFICE, OFFICE, "One contact, opened with a note of who did."),
    Row("insight_extracts", SURVEY_MAKERS, NOBODY, "Who asked for closed answers row by row, and who approved it."),
    Row("insight_new_extract", RESEARCHERS, RESEARCHERS, "Researchers ask; a second person approves."),
    Row("insight_extract", SURVEY_MAKERS, SURVEY_MAKERS, "A second person approves."),
    Row("insight_extract_file", RESEARCHERS, NOBODY, "Only who asked for it, and each fetching is written down."),
    Row("insight_findings", READERS, NOBODY, "What was learnt, without anybody's words."),
    Row("insight_new_finding", RESEARCHERS, RESEARCHERS, "Researchers write down what they found."),
    Row("insight_finding", READERS, RESEARCHERS, "All readers read it; researchers decide on it."),
    # people who may be in danger
    Row("safeguarding_list", FLAGGED, NOBODY, "Leads see every flag; office staff see how many, and whose turn it is."),
    Row("safeguarding_flag", LEADS, LEADS, "What a flag holds is for the leads alone."),
    Row("safeguarding_take", NOBODY, LEADS, "A lead takes a flag into their hands."),
    Row("safeguarding_rules", FLAGGED, FLAGGED, "Rules hold nobody's words."),
    Row("safeguarding_rule", FLAGGED, FLAGGED, "Rules hold nobody's words."),
    Row("safeguarding_new_rule", FLAGGED, FLAGGED, "Rules hold nobody's words."),
    Row("safeguarding_try", FLAGGED, FLAGGED, "A made-up text is looked through and not kept."),
    Row("responses_worry", RESEARCHERS, RESEARCHERS, "A researcher tells the leads about what they may read."),
    # what is kept, and copies of it
    Row("retention_rules", OFFICE, NOBODY, "The office answers for what it keeps."),
    Row("retention_rule", OFFICE, OFFICE, "The office answers for what it keeps."),
    Row("retention_proposal", OFFICE, OFFICE, "What goes sooner is confirmed by a second person of the office."),
    Row("retention_hold", OFFICE, OFFICE, "The office holds what the law asks for."),
    Row("retention_end_hold", NOBODY, OFFICE, "The office holds what the law asks for."),
    Row("retention_person", FLAGGED, FLAGGED, "A person asks what is held of them; every look is written down."),
    # before a meeting
    Row("briefings_start", BRIEFED, NOBODY, "Reports of all wings, protected; no row about a person."),
    Row("briefings_contracts", BRIEFED, NOBODY, "Reports of all wings, protected; no row about a person."),
    Row("briefings_pack", BRIEFED, NOBODY, "Reports of all wings, protected; no row about a person."),
    Row("briefings_pack_csv", BRIEFED, NOBODY, "Reports of all wings, protected; no row about a person."),
    Row("briefings_pack_xlsx", BRIEFED, NOBODY, "Reports of all wings, protected; no row about a person."),
    # the force's desk
    Row("questions_desk", FORCE, NOBODY, "Questions that wait for the force."),
    Row("questions_desk_answer", FORCE, FORCE, "The force answers."),
    # programs
    Row("intake_cases", NOBODY, PROGRAM, "The force's record system, with a key of its own."),
    Row("notifications_receipts", NOBODY, PROGRAM, "GOV.UK Notify tells what became of a message."),
)
RULES = {row.name: row for row in ROWS}

ADMIN_EXCEPT = {
    "questionnaires.survey": SURVEY_MAKERS,
    "questionnaires.version": SURVEY_MAKERS,
    "questionnaires.workingcopy": SURVEY_MAKERS,
    "questionnaires.questionset": SURVEY_MAKERS,
    "responses.response": RESEARCHERS,
    "panel.series": SURVEY_MAKERS,
    "panel.wave": SURVEY_MAKERS,
    "fieldwork.session": RESEARCHERS,
    "insight.finding": SURVEY_MAKERS,
    "insight.extract": SURVEY_MAKERS,
    "insight.publicfigure": SURVEY_MAKERS,
    "insight.codebookversion": SURVEY_MAKERS,
}
"""Every admin page is for office staff alone, but for these. Nothing is ever deleted there, whoever asks."""


def admin_roles(label: str) -> tuple[roles.Role, ...]:
    return ADMIN_EXCEPT.get(label, OFFICE)
