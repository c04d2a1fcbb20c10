"""A skip rule as a sentence, for the people who write surveys."""

from typing import Any

from surveys.questionnaires.choices import NoAnswer
from surveys.questionnaires.definitions import Definition, Question, Rule
from surveys.questionnaires.labels import month_words
from surveys.questionnaires.logic import number_of

JOINED = {"all": " and ", "any": " or ", "not": " or "}
COMPARED = {"at_least": "is {} or more", "at_most": "is {} or less", "equals": "is {}", "between": "is from {} to {}"}
CHOSEN = {
    "is": "is {}",
    "is_not": "is answered, and not {}",
    "includes": "includes {}",
    "includes_any_of": "includes any of {}",
    "includes_none_of": "is answered, and includes none of {}",
}


def rule_words(definition: Definition, rule: Rule | None) -> str:
    """“Shown when …”; empty when the question is always shown."""
    return f"Shown when {said(definition, rule)}." if rule else ""


def said(definition: Definition, rule: Rule) -> str:
    if rule["op"] in JOINED:
        parts = JOINED[rule["op"]].join(said(definition, part) for part in rule["of"])
        return (
            f"none of these is true: ({parts})"
            if rule["op"] == "not"
            else f"({parts})"
            if len(rule["of"]) > 1
            else parts
        )
    question = definition.by_id[rule["question"]]
    row = question.option(rule["row"]) if "row" in rule else None
    return f"“{question.text}”{f' (“{row.text}”)' if row else ''} {about(rule, question)}"


def about(rule: Rule, question: Question) -> str:
    op, value = rule["op"], rule["value"]
    values = value if isinstance(value, list) else [value]
    if op in COMPARED:
        return COMPARED[op].format(*map(number_words, values))
    if op in CHOSEN:
        texts = [option.text if (option := question.option(str(id_))) else id_ for id_ in values]
        return CHOSEN[op].format(", ".join(f"“{text}”" for text in texts))
    if op == "was_silent":
        return f"was not answered: “{NoAnswer(value).label}”"
    return "is answered" if value else "is not answered"


def number_words(value: Any) -> str:
    return month_words(number_of(value)) if isinstance(value, str) else str(value)
