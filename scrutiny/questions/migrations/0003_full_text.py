from django.db import migrations

INDEX = """
CREATE INDEX question_full_text ON questions_question
USING gin (to_tsvector('english'::regconfig, COALESCE("search_words", ''))) WHERE state = 'published'
"""


def make_index(apps, schema_editor):
    """SQLite has no such index, and serves demonstrations only."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(INDEX)


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS question_full_text")


class Migration(migrations.Migration):
    dependencies = [("questions", "0002_only_grows")]
    operations = [migrations.RunPython(make_index, drop_index)]
