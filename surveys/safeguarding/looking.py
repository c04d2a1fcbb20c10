"""Looking through one testimony by the rules. Pure but for nothing: rules and answers in, what was found out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from surveys.questionnaires.answers import Answer
from surveys.questionnaires.definitions import Definition
from surveys.questionnaires.logic import holds, questions_in
from surveys.safeguarding.choices import Level, RuleKind
from surveys.safeguarding.models import Rule
from surveys.safeguarding.phrases import found

Answers = Mapping[str, Answer]


@dataclass(frozen=True)
class Finding:
    """This rule found that, in the answer to this question; a rule on answers names no question."""

    rule: Rule
    what: str
    question: str = ""


@dataclass(frozen=True)
class Look:
    """All that was found. `broken` rules could not be asked: then a person looks instead of them."""

    findings: tuple[Finding, ...]
    broken: tuple[Rule, ...]

    @property
    def needed(self) -> bool:
        return bool(self.findings or self.broken)

    @property
    def rules(self) -> list[Rule]:
        return list(dict.fromkeys([*(finding.rule for finding in self.findings), *self.broken]))

    @property
    def level(self) -> Level:
        """The most pressing of what was found. What could not be checked is as pressing as it might have been."""
        return Level.URGENT if any(rule.level == Level.URGENT for rule in self.rules) else Level.SOON


def look(rules: Iterable[Rule], definition: Definition, answers: Answers) -> Look:
    """Ask every rule. One that cannot be asked stops neither the others nor the person who sends."""
    findings: list[Finding] = []
    broken: list[Rule] = []
    for rule in rules:
        try:
            findings += by_one(rule, definition, answers)
        except Exception:  # noqa: BLE001 - whatever is wrong with a rule, a person looks in its place
            broken.append(rule)
    return Look(tuple(findings), tuple(broken))


def by_one(rule: Rule, definition: Definition, answers: Answers) -> list[Finding]:
    if rule.kind == RuleKind.ANSWERS:
        asked = set(questions_in(rule.condition)) <= set(definition.by_id)
        return [Finding(rule, rule.name)] if asked and holds(rule.condition, answers) else []
    written = ((id_, answer.words) for id_, answer in answers.items() if answer.words)
    return [Finding(rule, hit, id_) for id_, words in written for hit in found(words, rule.phrases, rule.unless)]
