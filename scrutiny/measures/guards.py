"""A migration step: the database itself refuses a comparator beside a figure that may not be compared."""

from typing import Any

from django.db.migrations.operations.base import Operation

REFUSED = "this figure may not be compared"
FORBIDDEN_ROW = "NOT (SELECT comparator_allowed FROM measures_measure WHERE id = NEW.measure_id)"
ROWS_LEFT = "NOT NEW.comparator_allowed AND EXISTS (SELECT 1 FROM measures_comparator WHERE measure_id = NEW.id)"
GUARDS = [
    ("comparator_allowed_insert", "BEFORE INSERT ON measures_comparator", FORBIDDEN_ROW),
    ("comparator_allowed_update", "BEFORE UPDATE ON measures_comparator", FORBIDDEN_ROW),
    ("measure_with_comparators", "BEFORE UPDATE ON measures_measure", ROWS_LEFT),
]


def set_guards(vendor: str) -> list[str]:
    return [line for guard in GUARDS for line in (postgres(*guard) if vendor == "postgresql" else sqlite(*guard))]


def postgres(name: str, when: str, condition: str) -> list[str]:
    return [
        f"CREATE FUNCTION {name}() RETURNS trigger AS $$ BEGIN IF {condition} THEN "
        f"RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $$ LANGUAGE plpgsql",
        f"CREATE TRIGGER {name} {when} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]


def sqlite(name: str, when: str, condition: str) -> list[str]:
    return [f"CREATE TRIGGER {name} {when} WHEN {condition} BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"]


def lift_guards(vendor: str) -> list[str]:
    if vendor == "postgresql":
        return [f"DROP FUNCTION IF EXISTS {name}() CASCADE" for name, _, _ in GUARDS]
    return [f"DROP TRIGGER IF EXISTS {name}" for name, _, _ in GUARDS]


class ComparatorsOnlyWhereAllowed(Operation):
    """Reversible: backwards lifts the guards."""

    reversible = True
    reduces_to_sql = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models stay as they are."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for statement in set_guards(schema_editor.connection.vendor):
            schema_editor.execute(statement)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for statement in lift_guards(schema_editor.connection.vendor):
            schema_editor.execute(statement)

    def describe(self) -> str:
        return "Refuse comparators where none may be drawn"
