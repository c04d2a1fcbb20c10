"""The ways in and out of XLSForms: the pages of the desk and the command."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from derbyvoice.users import roles
from derbyvoice.users.models import User
from surveys.questionnaires.models import Survey, WorkingCopy
from surveys.questionnaires.xlsforms.incoming import read_form
from tests.factories import make
from tests.xlsform_files import form, q


@pytest.fixture
def maker(client):
    user = make(User, role=roles.RESEARCHER)
    client.force_login(user)
    return user


def upload(client, data):
    return client.post("/desk/surveys/import/", {"file": SimpleUploadedFile("f.xlsx", data)})


@pytest.mark.django_db
def test_a_form_is_looked_at_and_becomes_a_draft(client, maker):
    page = upload(client, form(q("select_one yn", "a", "Were you heard?"), q("text", "t")))
    assert "2 questions would come in" in page.content.decode()
    assert not Survey.objects.exists()
    told = {"form": page.context["packed"], "slug": "a-form", "protection": "heightened"}
    assert client.post("/desk/surveys/import/", told)["Location"] == "/desk/surveys/a-form/draft/"
    draft = WorkingCopy.objects.get()
    assert [one["id"] for one in draft.definition["questions"]] == ["a", "t"]
    assert client.get("/desk/surveys/a-form/draft/").status_code == 200
    again = client.post("/desk/surveys/import/", told)
    assert "Another survey has this address" in again.content.decode()
    assert "Were you heard?" in again.content.decode()


@pytest.mark.django_db
def test_a_form_with_faults_names_the_cells_and_keeps_nothing(client, maker):
    page = upload(client, form(q("geopoint", "where"))).content.decode()
    assert "Sheet “survey”, row 2, column “type”: “geopoint” is not a kind of question here" in page
    assert "file-error" in client.post("/desk/surveys/import/", {}).content.decode()
    assert client.post("/desk/surveys/import/", {"form": "forged"}).status_code == 302
    assert not Survey.objects.exists()


@pytest.mark.django_db
def test_a_version_is_taken_out(client, maker):
    survey = make(Survey, slug="one", opened=True)
    answer = client.get("/desk/surveys/one/1/xlsform/")
    assert "one-1.xlsx" in answer["Content-Disposition"]
    assert read_form(answer.content, name="x").definition == survey.current.definition


@pytest.mark.django_db
def test_the_command_brings_in_or_names_the_cells(tmp_path, capsys, maker):
    good, bad = tmp_path / "good.xlsx", tmp_path / "bad.xlsx"
    good.write_bytes(form(q("text", "t")))
    bad.write_bytes(form(q("geopoint", "t")))
    call_command("import_xlsform", good, slug="good")
    assert "1 questions are the draft of good" in capsys.readouterr().out
    call_command("import_xlsform", good, slug="good", by=maker.email)
    with pytest.raises(CommandError, match="address belongs to a page of ours"):
        call_command("import_xlsform", good, slug="sets")
    with pytest.raises(CommandError, match="must not say: police"):
        call_command("import_xlsform", good, slug="about-police")
    with pytest.raises(CommandError, match="row 2, column “type”"):
        call_command("import_xlsform", bad)
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_xlsform", tmp_path / "none.xlsx")
    assert list(Survey.objects.values_list("slug", flat=True)) == ["good"]
