"""Search over published questions: newest first, and never counting further than a reader would page."""

from functools import cached_property

from django.core.paginator import Paginator
from django.db import connection
from django.db.models import Q, QuerySet

from scrutiny.questions.models import Question

COUNTED = 200
WORDS = 8


def found(questions: "QuerySet[Question]", *, words: str, area: str) -> "QuerySet[Question]":
    """Questions in whose words or answers all of these words stand; from one area if its code is given."""
    if area:
        questions = questions.filter(district__code=area)
    terms = words.split()[:WORDS]
    if not terms:
        return questions
    return by_full_text(questions, terms) if connection.vendor == "postgresql" else by_parts(questions, terms)


def by_parts(questions: "QuerySet[Question]", terms: list[str]) -> "QuerySet[Question]":
    """Every word somewhere in the text. SQLite has no full text of its own here; it serves demonstrations."""
    wanted = Q()
    for term in terms:
        wanted &= Q(search_words__icontains=term)
    return questions.filter(wanted)


def by_full_text(questions: "QuerySet[Question]", terms: list[str]) -> "QuerySet[Question]":
    """PostgreSQL's full text, by an index over the same expression (migration 0003). It knows word endings; words
    that stand in every text, such as "the", find nothing by themselves.

    Rare words are looked up first and put in order after; common ones are met soon when going from the newest back.
    Left to itself the planner walks through everything for a rare word."""
    from django.contrib.postgres.search import SearchQuery, SearchVector

    vector = SearchVector("search_words", config="english")
    query = SearchQuery(" ".join(terms), config="english")
    matching = questions.annotate(found_in=vector).filter(found_in=query)
    few = list(matching.order_by().values_list("pk", flat=True)[: COUNTED + 1])
    return questions.filter(pk__in=few) if len(few) <= COUNTED else matching


class CappedPaginator(Paginator):  # type: ignore[type-arg]
    """Pages through the first `COUNTED` rows; counting the rest would cost more than anybody reads."""

    @cached_property
    def count(self) -> int:
        return min(len(self.object_list.order_by().values_list("pk")[: COUNTED + 1]), COUNTED)

    @property
    def is_cut(self) -> bool:
        return self.count == COUNTED
