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
READERS = (roles.RESEARCHER, roles.OFFICE_STAFF, roles.COMMISSIONER)
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
    Row("responses_agree", COOKIE, COOKIE, "One's own draft."),
    Row("responses_check", COOKIE, COOKIE, "One's own draft."),
    Row("responses_done", ANYONE, COOKIE, "Thank you; return words only for the browser that sent."),
    Row("responses_back", ANYONE, ANYONE, "Asks for return words."),
    Row("responses_sent", COOKIE, NOBODY, "One's own answers, after return words."),
    Row("responses_consents", COOKIE, COOKIE, "One's own answers, after return words."),
    Row("responses_take_back", COOKIE, COOKIE, "One's own answers, after return words."),
    Row("responses_taken_back", ANYONE, NOBODY, "Says only that it is done."),
    Row("responses_close", NOBODY, ANYONE, "Forgets what this browser could see."),
    Row("insight_what_happened", COOKIE, NOBODY, "What came of one's own answers, after return words."),
    # public: the panel, without an account
    Row("panel_join", ANYONE, ANYONE, "Asks for an address; says nothing about who is on the panel."),
    Row("panel_code", LINK, ANYONE, "The code that was sent joins; a wrong address is answered like a wrong code."),
    Row("panel_joined", ANYONE, NOBODY, "Says only that it is done."),
    Row("panel_leave", LINK, LINK, "The signed address in the message is the permission."),
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
    Row("fieldwork_sessions", RESEARCHERS, NOBODY, "What was said in a group is for researchers."),
    Row("fieldwork_new", RESEARCHERS, RESEARCHERS, "What was said in a group is for researchers."),
    Row("fieldwork_session", RESEARCHERS, RESEARCHERS, "What was said in a group is for researchers."),
    Row("fieldwork_new_participant", RESEARCHERS, RESEARCHERS, "What was said in a group is for researchers."),
    Row("fieldwork_new_note", RESEARCHERS, RESEARCHERS, "What was said in a group is for researchers."),
    Row("insight_responses", RESEARCHERS, NOBODY, "People's words are for researchers alone."),
    Row("insight_response", RESEARCHERS, RESEARCHERS, "People's words are for researchers alone."),
    Row("insight_results", READERS, NOBODY, "Protected figures."),
    Row("insight_results_csv", READERS, NOBODY, "Protected figures."),
    Row("insight_findings", READERS, NOBODY, "What was learnt, without anybody's words."),
    Row("insight_new_finding", RESEARCHERS, RESEARCHERS, "Researchers write down what they found."),
    Row("insight_finding", READERS, RESEARCHERS, "All readers read it; researchers decide on it."),
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

OFFICE = (roles.OFFICE_STAFF,)
ADMIN_EXCEPT = {
    "questionnaires.survey": SURVEY_MAKERS,
    "questionnaires.version": SURVEY_MAKERS,
    "responses.response": RESEARCHERS,
    "fieldwork.session": RESEARCHERS,
    "insight.finding": SURVEY_MAKERS,
}
"""Every admin page is for office staff alone, but for these. Nothing is ever deleted there, whoever asks."""


def admin_roles(label: str) -> tuple[roles.Role, ...]:
    return ADMIN_EXCEPT.get(label, OFFICE)
