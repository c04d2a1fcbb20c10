"""What the tests that watch the repository let pass, each with its reason."""

WITH_ITS_CASE = "officers and supervisors work on it at their desk; the office has no business with one person's case"
WITH_ITS_ROW = "shown on the page of the row it belongs to"
WITH_ITS_TEXT = "worked on by those who may read, on the pages of the text or of the codebook"
SECRET = "holds a person's own secret; nobody is to look at it"

NO_ADMIN: dict[str, str] = {
    **dict.fromkeys(("cases.Case", "cases.CaseStep", "cases.EnhancedRight", "cases.ConflictBlock"), WITH_ITS_CASE),
    **dict.fromkeys(("cases.CaseClock", "cases.Reminder", "cases.Contact", "cases.Attempt"), WITH_ITS_CASE),
    **dict.fromkeys(("cases.OfficerTask", "cases.Victim", "cases.ChannelSafety"), WITH_ITS_CASE),
    "witness_care.CourtFacts": "a court and a day, beside that court's public list, name the person of a case",
    **dict.fromkeys(("referrals.Referral", "referrals.ReferralStep", "support.SupportLink"), WITH_ITS_CASE),
    **dict.fromkeys(("outcomes.Score", "witness_care.RequestStep"), WITH_ITS_CASE),
    **dict.fromkeys(("notifications.Step", "contracts.ReturnFigure", "contracts.ReturnStep"), WITH_ITS_ROW),
    "contracts.ContractAccess": WITH_ITS_ROW,
    "questionnaires.Revision": WITH_ITS_ROW,
    **dict.fromkeys(("insight.Evidence", "fieldwork.Participant", "fieldwork.Note"), WITH_ITS_ROW),
    **dict.fromkeys(("fieldwork.Prompt", "fieldwork.EarlierText"), WITH_ITS_ROW),
    "fieldwork.Entry": WITH_ITS_ROW,
    "fieldwork.OwnNote": "a facilitator's note about themselves is shown to nobody else",
    **dict.fromkeys(("responses.Draft", "responses.Receipt", "responses.Words", "panel.Knock"), SECRET),
    "responses.WordsByMail": SECRET,
    "responses.Trace": WITH_ITS_ROW,
    **dict.fromkeys(("responses.NamedWish", "responses.Kiosk"), "worked on at pages of their own"),
    **dict.fromkeys(("safeguarding.Flag", "safeguarding.FlagStep"), "a few trained people work on it at their desk"),
    "safeguarding.Rule": "kept at the leads' desk, where it is tried on its own examples",
    "panel.Visit": SECRET,
    "panel.Invitation": "whether somebody was asked is between them and the clock; the desk sees figures",
    "panel.Carried": "a response and the wave that it serves; the desk sees figures",
    **dict.fromkeys(("responses.DraftRecording", "responses.Recording"), SECRET),
    **dict.fromkeys(("retention.KeepingRule", "retention.Hold", "retention.Gone"), "kept at a page of their own"),
    "questions.Asker": SECRET,
    "responses.Uncounted": "the ledger of the counter; emptied every minute",
    "responses.Footfall": "counts before small numbers are hidden; read only through reports",
    **dict.fromkeys(("insight.Passage", "insight.Redaction", "insight.Coding", "insight.Quote"), WITH_ITS_TEXT),
    **dict.fromkeys(("insight.Sample", "insight.SampleText", "insight.Settlement", "insight.Theme"), WITH_ITS_TEXT),
    **dict.fromkeys(("insight.Claim", "insight.HandOver"), "between colleagues; nobody counts it"),
    "insight.ExtractPart": SECRET,
    "insight.Tally": "counts before small numbers are hidden; read only through reports",
    "insight.Stand": "counts before small numbers are hidden; read only through reports",
    "insight.Release": "the ledger of what was shown, with true counts; read only when the next table is weighed",
}

NOBODYS_MOMENT: dict[str, str] = {
    "audit.DaySeal.sealed_at": "the clock seals",
    "users.User.joined_at": "when the row was made; the invitation is an audit event",
    "notifications.Message.queued_at": "the cause has its own actor",
    "notifications.Message.next_try_at": "a time to come",
    "notifications.Message.handed_over_at": "the sender's own step",
    "notifications.Message.finished_at": "the sender's own step",
    "notifications.Message.delivered_at": "told by the transport",
    "notifications.Message.uncertain_at": "the sender's own step",
    "notifications.Message.changed_at": "the last step's time",
    "notifications.DeadAddress.since_at": "told by a mail server",
    "users.SignIn.started_at": "the row's own user",
    "users.SignIn.last_seen_at": "the row's own user",
    "safeguarding.Flag.due_at": "a time to come",
    "safeguarding.Flag.office_due_at": "a time to come",
    "questions.Question.asked_at": "a person without an account",
    "questions.Question.moved_at": "each step names who moved it",
}

ONLY_CODE_BREAKS: dict[str, str] = {}

FRAMEWORK_TEMPLATES = (
    *("admin/", "account/", "mfa/", "allauth/", "socialaccount/", "django/", "registration/"),
    *("errors/4", "errors/5"),  # chosen by the answer's status
    *("witness_care/earlier.html", "witness_care/measures.html"),  # chosen by the kind of request
)

OPENED_OTHERWISE: dict[str, str] = {
    "leave": "the exit stands below the sign-in room; it opens itself to everybody",
    "staying_private": "stands below the sign-in room; it opens itself to everybody",
}

SCOPED_STARTS = (
    "visible_to",
    "holding",  # a private page, by the hash of its link
    "in_use",  # a device that is handed round, by the code of its link
    "for_everybody",  # a quote that its person lets everybody read, asked at the moment of showing
    "for_force",  # questions that the office has sent to the force's desk
)

NOT_ROWS = {"components": "the gallery shows three invented rows"}

MAY_NAME_THE_AREA = {"derbyvoice/management/commands/load_demo.py"}
