"""One of everything, and one person for each role who may see it: what tests need that ask every address."""

import uuid
from datetime import timedelta

from django.core.files.base import ContentFile

from derbyvoice.office.models import CrimeGroup, District, Office
from derbyvoice.users import roles
from derbyvoice.users.models import SignIn, User
from derbyvoice.vault.sealing import open_words
from scrutiny.commitments.models import Commitment
from scrutiny.measures.models import Measure
from scrutiny.meetings.models import Meeting, Paper
from scrutiny.questions import actions as questions
from scrutiny.questions import links
from scrutiny.questions.models import AskingTerms, Question
from services.cases.models import Case, CaseClock, Officer, OfficerTask, Victim
from services.contracts.models import Contract, Kpi, Return
from services.directory.models import Membership, Provider, Service
from services.guidance.models import Guide
from services.referrals.models import Referral
from services.support.actions import make_link
from services.support.models import SupportText
from services.witness_care.models import Request
from surveys.fieldwork.models import Batch, Device, Entry, Note, Participant, Session
from surveys.insight.extracts.rows import checksum
from surveys.insight.models import (
    Coding,
    Extract,
    ExtractPart,
    Finding,
    HandOver,
    Passage,
    Quote,
    Sample,
    SampleText,
    Theme,
)
from surveys.panel.links import invitation_token, leave_token
from surveys.panel.models import Invitation, Knock, Subscriber
from surveys.questionnaires.models import QuestionSet, Survey, WorkingCopy
from surveys.responses.actions import open_kiosk
from surveys.responses.models import NamedWish, Recording, Response, Words
from surveys.retention.models import Hold, Proposal
from surveys.safeguarding.models import Flag, Rule
from tests.factories import make
from tests.factories.witness_care import opened_space


class House:
    """`people` by role key, with "" for somebody without a role; `args` of every address that needs some."""

    def __init__(self, now):
        self.now, self.today = now, now.date()
        make(Office)
        self.people = {key: make(User, role=role) for key, role in roles.ROLES.items()} | {"": make(User)}
        self.args, self.wrong = {}, {}
        self.furnish_services()
        self.furnish_surveys()
        self.furnish_safeguarding()
        self.furnish_scrutiny()
        self.args["desk_end_sign_in"] = self.args["mfa_remove_webauthn"] = {"pk": 1}

    def somebody(self, role):
        return self.people[role.key]

    def furnish_services(self):
        officer = make(Officer, user=self.somebody(roles.CASE_OFFICER))
        make(Officer, user=self.somebody(roles.SUPERVISOR), team=officer.team)
        self.case = self.case_of(officer)
        task = make(OfficerTask, case=self.case)
        provider = make(Provider)
        make(Membership, user=self.somebody(roles.PROVIDER_WORKER), provider=provider)
        self.service = make(Service, provider=provider)
        self.referral = make(Referral, service=self.service, case=self.case, state="started")
        contract = make(Contract, provider=provider)
        make(Kpi, contract=contract)
        row = make(Return, contract=contract)
        pack = {"pk": contract.pk, "year": row.financial_year, "number": row.quarter_number}
        self.share(pack, ("briefings_pack", "briefings_pack_csv", "briefings_pack_xlsx"))
        self.space, self.words, token = opened_space(self.case, now=self.now)
        asked = make(Request, space=self.space)
        text = make(SupportText)
        self.link = make_link(self.case, text=text, now=self.now)
        guide = make(Guide)
        of_case, one = {"public_id": self.case.public_id}, {"public_id": self.referral.public_id}
        names = ("cases_case", "cases_person", "cases_channels", "cases_hand_over", "referrals_of_case", "support_send")
        self.share(of_case, (*names, "witness_care_offer"))
        self.share(one, ("referrals_one", "referrals_person", "outcomes_scores"))
        self.args["referrals_let_go"] = {**of_case, "referral_id": self.referral.public_id}
        self.share({"pk": row.pk}, ("contracts_return", "contracts_return_kept"))
        self.args |= {"cases_task_done": {"pk": task.pk}, "directory_service": {"pk": self.service.pk}}
        self.args |= {"guidance_guide": {"slug": guide.slug}, "witness_care_move": {"pk": asked.pk}}
        self.share({"public_id": self.space.public_id}, ("witness_care_person", "witness_care_court"))
        self.link_args("witness_care_door", {"token": token}, {"token": "A" * 32})
        token = open_words(self.link, "token", purpose="contact")
        self.link_args("support_link", {"token": token}, {"token": "A" * 32})
        self.args["witness_care_take_back"] = {"public_id": asked.public_id}

    def share(self, args, names):
        """These addresses take the same arguments."""
        self.args |= dict.fromkeys(names, args)

    def link_args(self, name, right, wrong):
        self.args[name], self.wrong[name] = right, wrong

    def case_of(self, officer):
        case = make(Case, officer=officer, crime_group=make(CrimeGroup), district=make(District))
        make(Victim, case=case)
        make(CaseClock, case=case, due_on=self.today, due=self.now)
        return case

    def furnish_surveys(self):
        survey = make(Survey, opened=True)
        response = make(Response, version=survey.current)
        finding = make(Finding, survey=survey)
        session = make(Session)
        slug = {"slug": survey.slug}
        names = ("start", "agree", "check", "done", "help", "pause", "thrown_away", "young", "by_mail", "wish")
        self.share(slug, [f"responses_{name}" for name in names])
        self.share(slug, ("questionnaires_survey", "insight_results", "insight_compare", "insight_public_figures"))
        self.share({**slug, "kind": "csv"}, ("insight_results_file",))
        self.share(
            {**slug, "number": 1},
            ("responses_question", "responses_note", "responses_listen", "questionnaires_preview"),
        )
        kiosk, code = open_kiosk(name="Front desk", survey=survey, by=self.somebody(roles.OFFICE_STAFF))
        self.link_args("responses_kiosk", {"code": code}, {"code": "A" * 22})
        self.args |= {"responses_screen": {"pk": kiosk.pk}}
        self.args |= {"responses_wish_one": {"reference": make(NamedWish, response=response).reference}}
        self.furnish_draft(survey)
        self.args |= {"insight_response": {"reference": response.reference}, "insight_finding": {"pk": finding.pk}}
        spoken = make(Passage, recording=make(Recording, response=response, said="It was kind."))
        recording = {"pk": spoken.recording_id}
        self.share(recording, ("insight_recording", "insight_sound", "responses_own_recording", "responses_own_sound"))
        self.furnish_fieldwork(session)
        self.furnish_typing(survey)
        self.furnish_reading(finding, response)
        knock = make(Knock, until=self.now + timedelta(hours=1))
        self.link_args("panel_code", {"reference": knock.reference}, {"reference": uuid.uuid4()})
        asked = make(Invitation)
        for name in ("panel_invited", "panel_before"):
            self.link_args(name, {"token": invitation_token(asked, 1)}, {"token": "A" * 32})
        self.share({"reference": asked.reference}, ("panel_answer", "panel_own_before"))
        self.share({"pk": asked.wave_id}, ("panel_wave", "panel_wave_csv"))
        self.share({"pk": asked.wave.series_id}, ("panel_series", "panel_series_csv"))
        self.link_args("panel_leave", {"token": leave_token(make(Subscriber))}, {"token": "A" * 32})

    def furnish_fieldwork(self, session):
        person = make(Participant, session=session)
        note = make(Note, session=session, participant=person)
        names = ("session", "change_plan", "move", "afterwards", "print", "own_note", "new_participant", "new_note")
        self.share({"pk": session.pk}, [f"fieldwork_{name}" for name in (*names, "transcript")])
        self.share({"pk": session.pk, "number": person.number}, ("fieldwork_person", "fieldwork_remove_words"))
        self.share(
            {"pk": session.pk, "note_pk": note.pk}, ("fieldwork_note", "fieldwork_remove_note", "fieldwork_worry")
        )

    def furnish_draft(self, survey):
        make(WorkingCopy, survey=survey)
        slug = {"slug": survey.slug}
        names = ("settings", "history", "changes", "draft", "begin", "act", "undo", "publish", "throw_away", "about")
        self.share(slug, [f"questionnaires_{name}" for name in names])
        self.share(
            slug, [f"questionnaires_{name}" for name in ("new_section", "kinds", "keep_set", "insert_set", "languages")]
        )
        editions = [f"questionnaires_{name}" for name in ("check", "paths", "paper", "xlsform")]
        self.share({**slug, "which": "draft"}, [*editions, "responses_preview"])
        self.args |= {
            "questionnaires_section": {**slug, "id": "help"},
            "questionnaires_question": {**slug, "id": "heard"},
            "questionnaires_words": {**slug, "language": "pl"},
            "questionnaires_new_question": {**slug, "kind": "single"},
            "questionnaires_set": {"pk": make(QuestionSet).pk},
        }

    def furnish_safeguarding(self):
        self.share({"reference": make(Flag).reference}, ("safeguarding_flag", "safeguarding_take"))
        self.args["safeguarding_rule"] = {"pk": make(Rule).pk}
        self.args["retention_rule"] = {"slug": "all", "state": "done"}
        self.args["retention_proposal"] = {"pk": make(Proposal).pk}
        self.args["retention_end_hold"] = {"pk": make(Hold).pk}
        self.args["responses_worry"] = {"reference": make(Response).reference}

    def furnish_typing(self, survey):
        entry = make(Entry, batch=make(Batch, version=survey.current))
        self.share({"pk": entry.batch_id}, ("fieldwork_batch", "fieldwork_enter"))
        one = {"pk": entry.batch_id, "number": entry.number}
        self.share(one, ("fieldwork_check", "fieldwork_take_out"))
        device = make(Device, survey=survey, token="B" * 32)
        self.link_args("fieldwork_device", {"token": "B" * 32}, {"token": "A" * 32})
        self.args["fieldwork_change_device"] = {"pk": device.pk}

    def furnish_reading(self, finding, response):
        """A text with everything that is done with texts; the finding is published, so that it is told back."""
        told = {"state": "published", "published_at": self.now, "published_by": make(User)}
        type(finding).objects.filter(pk=finding.pk).update(**told)
        text = make(Passage, words=make(Words, response=response))
        coding, theme = make(Coding, passage=text), make(Theme)
        sampled = make(SampleText, passage=text, sample=make(Sample, coder=self.somebody(roles.RESEARCHER)))
        self.share({"pk": make(Passage, words=make(Words)).pk}, ("insight_redact", "insight_code", "insight_quote"))
        self.share({"pk": theme.pk}, [f"insight_{verb}theme" for verb in ("", "change_", "merge_", "split_")])
        self.args |= {"insight_undo": {"pk": coding.pk}, "insight_move_quote": {"pk": make(Quote).pk}}
        note = make(Passage, note=make(Note)).note
        self.args |= {"insight_pass_on": {"reference": response.reference}, "insight_note": {"pk": note.pk}}
        self.args |= {"insight_take_up": {"pk": make(HandOver).pk}, "insight_sample": {"pk": sampled.sample_id}}
        self.args |= {"insight_sampled": {"sample": sampled.sample_id, "pk": sampled.pk}}
        self.args |= {"insight_version": {"number": coding.version.number}}
        asked = {"asked_by": self.somebody(roles.RESEARCHER), "version": response.version}
        facts = {"state": "ready", "until": self.now + timedelta(days=7), "fingerprint": "0" * 64}
        ready = make(Extract, people=checksum(response.version), **facts, **asked)
        make(ExtractPart, extract=ready)
        self.share({"reference": ready.reference}, ("insight_extract", "insight_extract_file"))
        self.args |= {"insight_heard_survey": {"slug": finding.survey.slug}}

    def furnish_scrutiny(self):
        staff, meeting = self.somebody(roles.OFFICE_STAFF), make(Meeting, state="announced")
        told = {"at": self.now, "district": None, "meeting": meeting, "email": "asker@example.org"}
        make(AskingTerms)
        asked = questions.keep_question(words="How long does it take?", **told)
        self.waiting = self.accepted("When will it change?", told, staff)
        published = self.accepted("Who looks after it?", told, staff)
        questions.write_answer(published, words="We do.", at=self.now, by=staff)
        published.refresh_from_db()
        questions.publish(published, at=self.now, by=staff)
        self.args["questions_page"] = {"reference": published.reference}
        self.args["questions_desk_answer"] = {"reference": self.waiting.reference}
        self.private("questions_confirm", links.CONFIRM, asked)
        self.private("questions_follow", links.FOLLOW, self.waiting)
        self.args["meetings_paper"] = {"number": self.paper_of(meeting).pk}
        self.args["overview_meeting"] = {"address": meeting.address}
        self.share({"number": make(Measure).number}, ("measures_page", "measures_page_csv"))
        self.args["commitments_page"] = {"number": make(Commitment).number}

    def paper_of(self, meeting) -> Paper:
        return make(Paper, meeting=meeting, link="", file=ContentFile(b"Welcome.", name="agenda.pdf"))

    def accepted(self, words, told, staff) -> Question:
        asked = questions.confirm(questions.keep_question(words=words, **told), at=self.now)
        asked = questions.accept(asked, public_words=words, at=self.now, by=staff)
        return questions.send_to_force(asked, at=self.now, by=staff)

    def private(self, name, purpose, question):
        right = {"reference": question.reference, "code": links.code_for(purpose, question)}
        self.link_args(name, right, {**right, "code": "0" * 40})

    def sign_in_of(self, user) -> SignIn:
        return make(SignIn, user=user, started_at=self.now, last_seen_at=self.now)


def put_away(response) -> None:
    """Close the files of an answer. Its own `close` would also end the request, and the test's connection with it."""
    for closer in response._resource_closers:
        closer()
    response._resource_closers.clear()
