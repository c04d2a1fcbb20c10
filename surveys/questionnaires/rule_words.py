"""A skip rule as a sentence, for the people who write surveys."""

from surveys.questionnaires.definitions import Definition, Rule

JOINED = {"all": " and ", "any": " or ", "not": " or "}


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
    return f"“{question.text}” {about(rule, option.text if (option := question.option(str(rule['value']))) else '')}"


def about(rule: Rule, option: str) -> str:
    match rule["op"]:
        case "is":
            return f"is “{option}”"
        case "includes":
            return f"includes “{option}”"
        case "at_least":
            return f"is {rule['value']} or more"
        case "at_most":
            return f"is {rule['value']} or less"
    return "is answered" if rule["value"] else "is not answered"
