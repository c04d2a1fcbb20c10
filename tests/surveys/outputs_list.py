"""The outputs, one by one: pages, lists, files, figures, and what is done with somebody's words."""

import uuid
from collections.abc import Iterable

from django.db.models import Sum
from django.urls import reverse

from derbyvoice.office import clock
from surveys.insight import actions
from surveys.insight.actions.counting import move_findings
from surveys.insight.actions.standing_out import by_person, texts_for
from surveys.insight.care import unread
from surveys.insight.extracts.rows import people as in_extracts
from surveys.insight.models import PEOPLE, Coding, Finding, Quote, Redaction, Sample, Tally, Theme
from surveys.insight.people import People
from surveys.panel.models import Carried
from surveys.panel.reports.travelled import pairs_of
from surveys.panel.told import ToldBefore
from surveys.questionnaires.choices import Consent
from surveys.responses.actions import tell_the_leads
from surveys.responses.models import Response
from surveys.safeguarding import actions as leads
from tests.factories import make
from tests.surveys.outputs import OUTPUTS, World, output

__all__ = ["OUTPUTS"]

COUNT, READ, QUOTE, PUBLISH = Consent.COUNT, Consent.READ, Consent.QUOTE, Consent.PUBLISH


# Reading


@output(READ)
def waiting_to_be_read(w: World) -> Iterable[int]:
    return w.of(unread(w.office, clock.now())) | w.of(unread(w.reader, clock.now()))


@output(READ)
def list_of_answers(w: World) -> Iterable[int]:
    page = w.page("insight_responses").decode()
    return {one.number for one in w.people if str(one.response.reference) in page}


@output(READ)
def page_of_a_response(w: World) -> Iterable[int]:
    return w.each("insight_response", lambda one: one.response.reference)


@output(READ)
def page_of_a_note(w: World) -> Iterable[int]:
    return w.each("insight_note", lambda one: one.note.pk)


@output(READ)
def page_of_a_session(w: World) -> Iterable[int]:
    return w.marked(w.page("fieldwork_session", w.session.pk))


@output(READ)
def session_on_paper(w: World) -> Iterable[int]:
    return w.marked(w.page("fieldwork_print", w.session.pk))


@output(READ)
def recordings_in_the_list(w: World) -> Iterable[int]:
    page = w.page("insight_recordings", show="all").decode()
    links = {one.number: reverse("insight_recording", args=[one.recording.pk]) for one in w.people}
    return {number for number, link in links.items() if f'"{link}"' in page}


@output(READ)
def transcript_of_a_recording(w: World) -> Iterable[int]:
    return w.each("insight_recording", lambda one: one.recording.pk)


@output(READ)
def sound_of_a_recording(w: World) -> Iterable[int]:
    return w.each("insight_sound", lambda one: one.recording.pk)


@output(READ)
def search(w: World) -> Iterable[int]:
    return {number for one in w.people for number in found_by(w, one.mark)}


@output(READ)
def search_in_transcripts(w: World) -> Iterable[int]:
    return {number for one in w.people for number in found_by(w, f"I said {one.mark}")}


def found_by(w: World, mark: str) -> set[int]:
    """Without the words that were typed, which the page gives back."""
    hits = actions.search(words=mark, by=w.reader).hits
    return {number for hit in hits for number in w.marked(hit.before + hit.found + hit.after)}


@output(READ)
def words_that_stand_out(w: World) -> Iterable[int]:
    return w.marked(" ".join(by_person(texts_for(w.reader)[0])))


@output(READ)
def words_that_stand_out_in_transcripts(w: World) -> Iterable[int]:
    return w.marked(" ".join(by_person(texts_for(w.reader)[1])))


@output(READ)
def who_carries_a_theme(w: World) -> Iterable[int]:
    """Whoever a finding can rest on; their words or their transcript carry it."""
    coded = Coding.objects.visible_to(w.reader).agreed().about(w.theme)
    return w.of(row["account"] for row in coded.responses())


# Coding and redacting


@output(READ)
def coding_a_text(w: World) -> Iterable[int]:
    return w.each("insight_code", lambda one: one.texts[0].pk) | w.each("insight_code", lambda one: one.texts[1].pk)


@output(READ)
def coding_a_transcript(w: World) -> Iterable[int]:
    return w.each("insight_code", lambda one: one.texts[2].pk)


@output(READ)
def redacting_a_transcript(w: World) -> Iterable[int]:
    return w.each("insight_redact", lambda one: one.texts[2].pk)


@output(READ)
def texts_of_a_theme(w: World) -> Iterable[int]:
    page = w.page("insight_theme", w.theme.pk).decode()
    links = {one.number: reverse("insight_code", args=[one.texts[0].pk]) for one in w.people}
    return {number for number, link in links.items() if f'"{link}"' in page}


@output(READ, numbers=True)
def number_of_texts_of_a_theme(w: World) -> Iterable[int]:
    """Three texts a person: the words, the transcript and the note."""
    return range(-(-Theme.objects.with_texts().get(pk=w.theme.pk).texts // 3))


@output(READ)
def redacting_a_text(w: World) -> Iterable[int]:
    return w.each("insight_redact", lambda one: one.texts[0].pk) | w.each("insight_redact", lambda one: one.texts[1].pk)


@output(READ)
def coding_a_sample(w: World) -> Iterable[int]:
    texts = {one.number: w.sample.texts.filter(passage=one.texts[1]).first() for one in w.people}
    pages = {
        number: w.page("insight_sampled", w.sample.pk, text.pk, by="second") for number, text in texts.items() if text
    }
    return {number for number, content in pages.items() if number in w.marked(content)}


@output(READ)
def drawing_a_sample(w: World) -> Iterable[int]:
    if not Coding.objects.visible_to(w.office).exists() and not Coding.objects.visible_to(w.reader).exists():
        return set()
    drawn: Sample = actions.draw_sample(coder=w.reader, size=200, by=w.reader)
    texts = set(drawn.texts.values_list("passage", flat=True))
    drawn.delete()
    return {one.number for one in w.people if texts & {text.pk for text in one.texts}}


# Quotes


@output(READ)
def choosing_a_quote(w: World) -> Iterable[int]:
    return w.each("insight_quote", lambda one: one.texts[0].pk) | w.each("insight_quote", lambda one: one.texts[1].pk)


@output(READ)
def choosing_a_quote_from_a_transcript(w: World) -> Iterable[int]:
    return w.each("insight_quote", lambda one: one.texts[2].pk)


@output(READ, QUOTE)
def taking_a_quote_of_a_transcript_for_a_report(w: World) -> Iterable[int]:
    return w.tried(lambda one: shown_anew(w, one.texts[2], "reports"))


@output(READ, QUOTE, PUBLISH)
def taking_a_quote_of_a_transcript_for_everybody(w: World) -> Iterable[int]:
    return w.tried(lambda one: shown_anew(w, one.texts[2], "everybody"))


@output(READ, QUOTE)
def taking_a_quote_for_a_report(w: World) -> Iterable[int]:
    return w.tried(lambda one: shown_anew(w, one.texts[0], "reports"))


@output(READ, QUOTE, PUBLISH)
def taking_a_quote_for_everybody(w: World) -> Iterable[int]:
    return w.tried(lambda one: shown_anew(w, one.texts[0], "everybody"))


def shown_anew(w: World, text, audience) -> None:
    redaction = Redaction.objects.get(passage=text)
    chosen = {"finding": make(Finding, survey=w.survey), "place": (0, 3), "audience": audience}
    actions.show_quote(quote=actions.choose_quote(redaction=redaction, **chosen, by=w.reader), by=w.reader)
    Quote.objects.filter(finding=chosen["finding"]).delete()


@output(READ, QUOTE)
def quotes_of_a_finding(w: World) -> Iterable[int]:
    return w.marked(w.page("insight_finding", w.finding.pk, by="office"), "-r")


@output(READ, QUOTE)
def list_of_quotes(w: World) -> Iterable[int]:
    return w.marked(w.page("insight_quotes"), "-r")


@output(READ, QUOTE, PUBLISH)
def list_of_quotes_for_everybody(w: World) -> Iterable[int]:
    return w.marked(w.page("insight_quotes"), "-e")


@output(READ, QUOTE, PUBLISH)
def what_was_heard(w: World) -> Iterable[int]:
    return w.marked(w.page("insight_heard", by="anybody"))


@output(READ, QUOTE, PUBLISH)
def what_was_heard_of_a_survey(w: World) -> Iterable[int]:
    return w.marked(w.page("insight_heard_survey", w.survey.slug, by="anybody"))


@output(READ, QUOTE)
def words_in_clear_in_the_database(w: World) -> Iterable[int]:
    return w.marked(" ".join(Quote.objects.values_list("words", flat=True)), "-r")


# Figures


@output(COUNT, numbers=True)
def counters(w: World) -> Iterable[int]:
    rows = Tally.objects.filter(version=w.survey.current, position=PEOPLE)
    return range(rows.aggregate(all=Sum("number"))["all"] or 0)


@output(COUNT)
def tables_of_people(w: World) -> Iterable[int]:
    """Cross-tabs, filters, trends, files of them and satisfaction of services are all made from these rows."""
    Response.objects.filter(version=w.survey.current, may_count=True).update(stand=1)
    return w.of(People(w.survey.current.pk, 1).rows)


@output(COUNT, READ)
def copies_of_closed_answers(w: World) -> Iterable[int]:
    """Extracts are made from these rows, and are void when they change."""
    return w.of(in_extracts(w.survey.current))


@output(COUNT, numbers=True)
def evidence_of_a_finding(w: World) -> Iterable[int]:
    """At the next step of the figures."""
    Response.objects.filter(version=w.survey.current, may_count=True).update(stand=1)
    move_findings(w.survey.current.pk, 1)
    return range(Finding.objects.get(pk=w.finding.pk).people)


@output(COUNT, numbers=True)
def distance_travelled(w: World) -> Iterable[int]:
    """Each answered a second time, under the consents that they have now."""
    later = make(type(w.told_in), series=w.told_in.series)
    for one in Response.objects.filter(pk__in=[one.response.pk for one in w.people]).exclude(pseudonym=None):
        one.pk, one.reference, one.wave, one._state.adding = None, uuid.uuid4(), later.pk, True
        one.save()
    pairs = len(list(pairs_of(w.told_in.series)))
    Response.objects.filter(wave=later.pk).delete()
    later.delete()
    return range(pairs)


# Tell it once, and keeping people safe


@output(READ)
def told_before(w: World) -> Iterable[int]:
    return w.of(ToldBefore(w.asked_next, clock.today()).responses())


@output(READ)
def told_before_and_used(w: World) -> Iterable[int]:
    return w.of(row.response for row in ToldBefore(w.asked_next, clock.today()).carried())


@output(READ)
def what_serves_another_wave(w: World) -> Iterable[int]:
    return w.of(Carried.objects.standing().filter(wave=w.asked_in).values_list("response", flat=True))


@output(READ)
def a_worry_passed_on_by_a_reader(w: World) -> Iterable[int]:
    pages = {one.number: w.page("responses_worry", one.response.reference) for one in w.people}
    told = w.tried(lambda one: said_to_leads(w, one))
    return told | {number for number, content in pages.items() if content}


def said_to_leads(w: World, one) -> None:
    flag = tell_the_leads(response=Response.objects.get(pk=one.response.pk), why="To see", by=w.reader)
    opened = " ".join(answer for _, answer in leads.read(flag=flag, by=w.reader, why="To see").told)
    if one.number not in w.marked(opened):
        raise LookupError
