"""Every function of the wing that takes hold of what somebody told us, with the consent it makes sure of, or the reason
why it needs none. `test_consents` fails for a reader that nobody entered here."""

from surveys.questionnaires.choices import Consent

OWN = "the person's own key, or their browser's, opens it"
WRITES = "keeps, changes or destroys it; shows nothing"
GIVEN = "gets rows from a reader of this list, which made sure"
NUMBERS = "numbers of people who answered, or counters; they leave as protected figures"
LEADS = "safeguarding has grounds of its own: the first page of each survey says so (ADR 0009)"
AGREED = "an address or a contact that was left for this very purpose"
TYPED = "staff who typed it in from paper compare it with the paper, until the batch is finished"
KEEPING = "counts and lets go by the day; looks into nothing"
OWN_NOTES = "what a facilitator wrote about themself"

READERS: dict[str | Consent, str] = {
    Consent.READ: """
        fieldwork.actions.notes:correct_note fieldwork.actions.notes:pass_on
        fieldwork.actions.notes:read_note fieldwork.actions.notes:read_notes
        fieldwork.models.notes:EarlierTextQuerySet.visible_to
        fieldwork.views.words:note fieldwork.views.words:remove_note fieldwork.views.words:worry
        insight.actions.care:pass_on insight.actions.coding:draw_sample
        insight.actions.findings:link_evidence insight.actions.findings:link_theme insight.actions.findings:people_of
        insight.actions.findings:about insight.actions.unlinking:unlink_evidence
        insight.actions.listening:hear insight.actions.listening:read_transcript
        insight.actions.listening:write_transcript
        insight.actions.listening:text_of insight.actions.reading:open_passage
        insight.actions.reading:open_response insight.actions.reading:told insight.actions.reading:words_in
        insight.actions.redacting:readable
        insight.actions.searching:kinds
        insight.actions.standing_out:texts_for insight.actions.standing_out:words_of_theme
        insight.care:unread
        insight.models.care:HandOverQuerySet.waiting_for insight.models.codebook:ThemeQuerySet.with_texts
        insight.models.coding:CodingQuerySet.visible_to insight.models.coding:SampleTextQuerySet.to_code
        insight.models.passages:PassageQuerySet.allowing insight.models.passages:PassageQuerySet.readable
        insight.models.passages:PassageQuerySet.visible_to insight.models.passages:RedactionQuerySet.allowing
        insight.models.passages:RedactionQuerySet.visible_to insight.models.quotes:QuoteQuerySet.visible_to
        insight.views.asked:asked insight.views.codebook:codebook insight.views.codebook:theme insight.views.coding:undo
        insight.views.listening:found_for insight.views.listening:recording_list
        insight.views.listening:worked_on
        insight.views.queue:pass_on insight.views.queue:queue
        insight.views.quotes:move_quote insight.views.quotes:quote insight.views.quotes:quotes_of
        insight.views.reading:note insight.views.reading:response insight.views.reading:response_list
        insight.views.reading:uncoded insight.views.redacting:to_confirm insight.views.second:sample
        insight.views.shown:themes_of
        panel.told:ToldBefore.carried panel.told:ToldBefore.fitting
        responses.actions.danger:spoken_in responses.actions.danger:written_in
        responses.admin:ResponseAdmin.get_queryset
        retention.by_address:answers_with retention.by_address:sounds_in retention.by_address:told_in
        retention.by_address:words_in
        responses.models.recordings:RecordingQuerySet.allowing responses.models.recordings:RecordingQuerySet.visible_to
        responses.models.responses:WordsQuerySet.allowing responses.models.responses:WordsQuerySet.visible_to
        responses.staff_views:worry
    """,
    Consent.QUOTE: """
        insight.actions.quoting:choose_quote insight.actions.quoting:show_quote
        insight.models.quotes:QuoteQuerySet.allowed
        insight.views.findings:finding insight.views.quotes:allowed_uses insight.views.quotes:quote_list
    """,
    Consent.PUBLISH: "insight.views.public:told_back",
    Consent.COUNT: """
        insight.actions.counting:settle insight.extracts.rows:people insight.people:People.rows
        panel.reports.travelled:pairs_of responses.actions.sending:count
    """,
    GIVEN: """
        insight.actions.reading:open_note insight.actions.reading:passages_of insight.actions.reading:there
        insight.actions.extracting:opened insight.extracts.rare:words_for
        insight.actions.coding:places_of
        insight.comparing:chosen insight.comparing:compare insight.comparing:differences
        insight.views.coding:code insight.views.coding:coding_page insight.views.reading:rows_of
        insight.views.redacting:redact insight.views.redacting:take_out insight.views.shown:hidden_from
        retention.by_address:about
        panel.actions.answering:serve panel.told:waves_of questionnaires.uses:open_said questionnaires.uses:open_sound
        responses.actions.danger:in_words
        insight.actions.listening:finished_words insight.views.second:sampled
        responses.models.responses:ResponseQuerySet.with_has_words
    """,
    NUMBERS: """
        insight.actions.counting:add insight.actions.counting:count_answers insight.actions.counting:counted
        insight.actions.counting:fold_batch insight.actions.counting:move_on insight.actions.counting:taken
        insight.ledger:Ledger.ask insight.ledger:Ledger.earlier insight.ledger:Ledger.first_time
        insight.ledger:Ledger.standing
        insight.releases:Figures.counted insight.actions.counting:axes_of
        insight.actions.counting:move_findings insight.actions.resting:rest_on_more
        panel.places:all_answered panel.places:answered_anew panel.places:answered_before
        panel.reports.rates:counts_of
        panel.reports.unheard:lacking panel.reports.unheard:missing
    """,
    OWN: """
        panel.actions.answering:locked panel.actions.own:answers_of panel.actions.own:words_of
        responses.actions.coming_back:contents responses.actions.coming_back:give_receipt
        responses.actions.coming_back:give_words responses.actions.coming_back:receipt_at
        responses.actions.drafts:held_in responses.actions.drafts:own_recording
        responses.actions.named:wish_of responses.recordings:sound_of
        responses.views.back:answers_of responses.views.back:sent
        responses.views.back:what_happened
        responses.way_back:FoundDraft.key_to responses.way_back:find_sent
        retention.copies:answers_of retention.copies:copy_of
        retention.copies:recordings_of retention.copies:sounds_of retention.copies:texts_of
        retention.copies:serves retention.copies:wish_in
        responses.actions.own_recordings:own_sound responses.views.own_recordings:hear
        responses.views.own_recordings:recording
    """,
    WRITES: """
        panel.actions.own:leave
        fieldwork.actions.notes:bring_in fieldwork.actions.notes:remove_words fieldwork.actions.notes:write_note
        fieldwork.actions.sessions:writers_of
        fieldwork.views.words:person fieldwork.views.words:remove_words
        insight.actions.listening:leave_places insight.actions.listening:undo_work
        insight.actions.coding:code insight.actions.coding:finish_text insight.actions.coding:settle
        insight.actions.coding:undo insight.actions.findings:move
        insight.actions.findings:tell_the_title
        insight.actions.unlinking:take_down_quotes insight.actions.unlinking:unlink
        insight.actions.unlinking:unlink_theme
        insight.actions.quoting:clear_what_is_not_allowed insight.actions.quoting:take_down
        insight.actions.redacting:confirm insight.actions.redacting:keep_parts insight.actions.redacting:locked
        responses.actions.afterwards:add_words responses.actions.afterwards:change_consents
        responses.actions.afterwards:destroy_what_was_taken_back responses.actions.afterwards:forget_what_is_old
        responses.actions.afterwards:note_progress_of responses.actions.afterwards:unnote_progress
        responses.actions.afterwards:withdraw
        responses.actions.coming_back:forget_receipt responses.actions.coming_back:note_words
        responses.actions.named:ask_to_be_named responses.actions.named:end_wish
        responses.actions.own_recordings:delete_recording responses.actions.own_recordings:replace_recording
        responses.actions.named:take_wish_back responses.actions.sending:join_wave
        responses.actions.sending:keep_words responses.recordings:hand_over responses.recordings:replace
    """,
    LEADS: """
        retention.by_address:flags_with
        safeguarding.actions.findable:make_some_findable safeguarding.actions.findable:opened_here
        safeguarding.contacts:not_findable safeguarding.contacts:reached_at
        safeguarding.actions.deciding:no_contact safeguarding.actions.reaching:new_contact
        safeguarding.actions.deciding:read
        safeguarding.actions.deciding:taken_back safeguarding.actions.moving:locked
        safeguarding.actions.sweeping:escalate safeguarding.actions.sweeping:forget_decided
        safeguarding.actions.sweeping:mark safeguarding.messages:prepare_overdue
        safeguarding.messages:prepare_raised safeguarding.models:pointed_to
        safeguarding.views.flags:flag_list safeguarding.views.flags:one
        safeguarding.views.flags:opened safeguarding.waiting:fresh safeguarding.waiting:late safeguarding.waiting:mine
    """,
    AGREED: """
        responses.actions.danger:address_left responses.actions.findable:make_some_findable
        responses.actions.findable:opened_with responses.addresses:left_with responses.addresses:not_findable
        panel.kinds:prepare_code panel.kinds:prepare_invitation panel.kinds:prepare_welcome
        responses.actions.named:read_contact responses.kinds:prepare_words
        responses.views.desk:wish responses.views.desk:wishes responses.waiting:people_who_wait
    """,
    TYPED: "fieldwork.actions.entry:check fieldwork.actions.entry:enter fieldwork.actions.entry:take_out",
    KEEPING: """
        fieldwork.actions.notes:destroy fieldwork.actions.notes:let_words_go
        retention.actions.ruling:refuse_unknown retention.actions.sweeping:anonymise retention.actions.sweeping:delete
        retention.actions.sweeping:due retention.reports:added_since retention.reports:counted
        retention.reports:would_go
    """,
    OWN_NOTES: "fieldwork.actions.notes:read_own_note",
}
LISTED = {reader: need for need, named in READERS.items() for reader in named.split()}
GATES = ("allowing(", "visible_to(", "allowed(", "shown(", "for_everybody(", "counted_in(", "readable(", "use=Consent.")
ALSO_GATES = {"responses.actions.sending:count": "may_count", "panel.told:ToldBefore.carried": "self.fitting()"}
"""A reader that stands under a consent names one of these in its own code."""
