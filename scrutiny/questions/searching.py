"""Search over published questions: newest first, and never counting further than a reader would page."""

from functools import cached_property

from django.core.paginator import Paginator
from django.db import connection
from django.db.models import Q, QuerySet

from scrutiny.questions.models import Question

COUNTED = 500
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
    """PostgreSQL's full text, by an index over the same expression (migration 0003)."""
    from django.contrib.postgres.search import SearchQuery, SearchVector

    vector = SearchVector("search_words", config="english")
    return questions.annotate(found_in=vector).filter(found_in=SearchQuery(" ".join(terms), config="english"))


class CappedPaginator(Paginator):
    """Pages through the first `COUNTED` rows; counting the rest would cost more than anybody reads."""

    @cached_property
    def count(self) -> int:
        return min(self.object_list[: COUNTED + 1].count(), COUNTED)

    @property
    def is_cut(self) -> bool:
        return self.count == COUNTED
