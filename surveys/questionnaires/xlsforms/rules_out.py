"""Rules and checks as expressions of an XLSForm. `rules` is the other way."""

from typing import Any, Final

Rule = dict[str, Any]
NUMBERS: Final = {"at_least": ">=", "at_most": "<=", "equals": "="}


def relevant_of(rule: Rule | None) -> str:
    """A rule as an expression. What XPath has no words for, “said they would rather not”, becomes “not answered”."""
    return said(rule) if rule else ""


def said(rule: Rule) -> str:
    match rule["op"]:
        case "all":
            return " and ".join(bracketed(part) for part in rule["of"])
        case "any":
            return " or ".join(bracketed(part) for part in rule["of"])
        case "not":
            return f"not({' or '.join(bracketed(part) for part in rule['of'])})"
    name = f"{rule['question']}.{rule['row']}" if "row" in rule else rule["question"]
    return about("${" + name + "}", rule["op"], rule["value"])


def bracketed(rule: Rule) -> str:
    text = said(rule)
    return f"({text})" if " and " in text or " or " in text else text


def about(ref: str, op: str, value: Any) -> str:
    match op:
        case "is":
            return f"{ref} = '{value}'"
        case "is_not":
            return f"{ref} != '' and {ref} != '{value}'"
        case "includes":
            return f"selected({ref}, '{value}')"
        case "includes_any_of":
            return " or ".join(f"selected({ref}, '{one}')" for one in value)
        case "includes_none_of":
            return " and ".join([f"{ref} != ''", *(f"not(selected({ref}, '{one}'))" for one in value)])
        case "between":
            return f"{ref} >= {number(value[0])} and {ref} <= {number(value[1])}"
        case "answered":
            return f"{ref} {'!=' if value else '='} ''"
        case "was_silent":
            return f"{ref} = ''"
    return f"{ref} {NUMBERS[op]} {number(value)}"


def number(value: Any) -> str:
    return f"date('{value}-01')" if isinstance(value, str) else str(value)


def constraint_of(checks: list[dict[str, Any]]) -> str:
    """The checks of an answer as one expression about “.”."""
    return " and ".join(check_said(check) for check in checks if check["op"] != "whole_number")


def check_said(check: dict[str, Any]) -> str:
    op, value = check["op"], check.get("value")
    if check.get("question"):
        return f". {NUMBERS[op]} ${{{check['question']}}}"
    match op:
        case "choose_at_least":
            return f"count-selected(.) >= {value}"
        case "choose_at_most":
            return f"count-selected(.) <= {value}"
        case "letters_at_least":
            return f"string-length(.) >= {value}"
        case "not_in_future":
            return ". <= today()"
    return about(".", op, value)
