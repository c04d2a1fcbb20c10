"""GOV.UK components from Python: one Jinja environment for the process, each macro looked up once."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from jinja2 import ChainableUndefined, Environment, PackageLoader, PrefixLoader

PACKAGE = "govuk_frontend_jinja"


@cache
def environment() -> Environment:
    """Autoescape is on for every template: what is not marked safe by us is text."""
    loader = PrefixLoader({PACKAGE: PackageLoader(PACKAGE)})
    return Environment(
        loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=ChainableUndefined
    )


@cache
def macro(component: str) -> Callable[[Mapping[str, Any]], str]:
    """The macro of a component by its dashed name: "date-input" gives govukDateInput."""
    template = environment().get_template(f"{PACKAGE}/components/{component}/macro.html")
    name = "govuk" + "".join(part.capitalize() for part in component.split("-"))
    found: Callable[[Mapping[str, Any]], str] = getattr(template.module, name)
    return found


def plain(value: Any) -> Any:
    """Translated text becomes text now; what is None is left out, so that macros see it as missing."""
    if isinstance(value, Promise):
        return str(value)
    if isinstance(value, Mapping):
        return {key: plain(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return value


def component(name: str, params: Mapping[str, Any]) -> SafeString:
    """Draw a component. A bare string of attributes would be written unescaped, so only a mapping is taken."""
    if isinstance(params.get("attributes"), str):
        raise TypeError("attributes must be a dictionary: a string would reach the page unescaped")
    return mark_safe(str(macro(name)(plain(params))).strip())  # noqa: S308 - escaped by the environment
