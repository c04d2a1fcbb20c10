"""What a deployment reads: settings that refuse nonsense, their documentation, keys, the image and its services."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command, get_commands

from derbyvoice.management.commands.make_keys import SERVICES
from derbyvoice.users.models import User
from derbyvoice.vault.keys import PURPOSES
from services.guidance.models import Guide
from services.outcomes.models import Outcome
from services.witness_care.models import DeadlineRule
from surveys.safeguarding.models import Deadline, Rule

HOME = settings.BASE_DIR
PRODUCTION = dict(
    line.split("=", 1) for line in (HOME / ".ci/production.env").read_text().splitlines() if not line.startswith("#")
)
COMPOSE_ONLY = {"POSTGRES_PASSWORD", "REDIS_PASSWORD", "FORWARDED_ALLOW_IPS"}


def documented():
    return re.findall(r"^(?:# )?([A-Z][A-Z_]+)=", (HOME / ".env.example").read_text(), re.MULTILINE)


def read_by_settings():
    return set(re.findall(r"(?:env|Env\(\))\.\w+\(\s*\"([A-Z_]+)\"", (HOME / "derbyvoice/settings.py").read_text()))


def start(**environment):
    """What a process says when it starts with these settings."""
    told = {"PATH": os.defpath, "DATA_DIR": os.environ["DATA_DIR"], **PRODUCTION, **environment}
    command = [sys.executable, "manage.py", "check"]
    return subprocess.run(command, cwd=HOME, env=told, capture_output=True, text=True, timeout=60)


def test_every_setting_is_documented_once_and_nothing_else():
    assert sorted(documented()) == sorted(COMPOSE_ONLY | read_by_settings())


def test_what_compose_reads_besides_is_documented_too():
    compose = (HOME / "docker-compose.yml").read_text()
    assert set(re.findall(r"\$\{([A-Z_]+):[?-]", compose)) - read_by_settings() == COMPOSE_ONLY


def test_a_production_like_environment_starts():
    ended = start()
    assert ended.returncode == 0, ended.stderr


@pytest.mark.parametrize(
    ("name", "value", "cure"),
    [
        ("MODE", "live", "MODE is 'live': write one of demo, production, test."),
        ("SECRET_KEY", "", "SECRET_KEY is not set and has no safe default."),
        ("SECRET_KEY", "short", "SECRET_KEY is shorter than 50 characters."),
        ("DOORS", "public,back", "DOORS has back: write some of api, public, staff."),
        ("PUBLIC_URL", "http://voice.example.org", "write an address that begins with https://"),
        ("STAFF_URL", "staff.example.org", "write an address that begins with https://"),
        ("NEUTRAL_SITE", "javascript:alert(1)", "write an address that begins with https://"),
        ("SIGN_IN_IDLE_MINUTES", "0", "write a whole number from 5 to 60"),
        ("SIGN_IN_TOTAL_HOURS", "a day", "write a whole number from 1 to 12"),
        ("BEHIND_PROXY", "perhaps", "write yes or no"),
        ("DATABASE_URL", "mysql://voice@db/voice", "write an address that begins with one of postgres"),
        ("REDIS_URL", "localhost:6379", "write an address that begins with one of redis"),
        ("EMAIL_URL", "mail.example.org", "write an address that begins with one of smtp"),
        ("TRANSPORT", "pigeon", "write one of folder, notify, smtp"),
    ],
)
def test_nonsense_is_refused_with_its_cure(name, value, cure):
    ended = start(**{name: value})
    assert ended.returncode != 0
    assert f"{name} " in ended.stderr
    assert cure in ended.stderr
    assert ".env.example" in ended.stderr


def test_the_demo_cannot_be_opened_to_other_machines():
    ended = start(MODE="demo", ALLOWED_HOSTS="voice.example.org")
    assert ended.returncode != 0
    assert "answers on this machine only" in ended.stderr


def names_in(folder, pattern):
    return {path.name.split(".")[0] for path in folder.glob(pattern)}


def test_each_service_gets_the_keys_that_it_opens_with_and_no_other(tmp_path):
    call_command("make_keys", "--into", str(tmp_path), "--services", verbosity=0)
    assert names_in(tmp_path / "all", "*.*.key") == set(PURPOSES)
    for service, purposes in SERVICES.items():
        folder = tmp_path / service
        assert names_in(folder, "*.*.key") == set(purposes)
        assert names_in(folder, "*.pub") == set(PURPOSES)
        assert (folder / "lookup.key").read_bytes() == (tmp_path / "all/lookup.key").read_bytes()
        assert all(path.stat().st_mode & 0o077 == 0 for path in folder.iterdir())


def test_keys_that_are_there_are_kept(tmp_path, capsys):
    call_command("make_keys", "--into", str(tmp_path), "--only", "voice")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert names_in(tmp_path, "*.pub") == {"voice"}
    call_command("make_keys", "--into", str(tmp_path), "--only", "voice")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
    assert capsys.readouterr().out.endswith("Nothing was missing.\n")


def test_a_service_gets_its_keys_anew_whoever_owns_the_old_ones(tmp_path):
    """The container that deals them out may write into the folder, but not change the mode of another's file."""
    call_command("make_keys", "--into", str(tmp_path), "--services", verbosity=0)
    held = {path: (path.read_bytes(), path.stat().st_ino) for path in (tmp_path / "staff").iterdir()}
    call_command("make_keys", "--into", str(tmp_path), "--services", verbosity=0)
    assert {path: path.read_bytes() for path in (tmp_path / "staff").iterdir()} == {
        path: words for path, (words, _) in held.items()
    }
    assert all(path.stat().st_ino != number for path, (_, number) in held.items())


def test_each_service_of_the_compose_file_mounts_its_own_keys():
    compose = (HOME / "docker-compose.yml").read_text()
    for service in SERVICES:
        block = re.search(rf"^  {service}:\n(.*?)^(?:  \w|\w)", compose, re.MULTILINE | re.DOTALL)[1]
        assert f"./keys/{service}:/keys:ro" in block


def test_the_only_folder_that_processes_write_into_is_theirs():
    """An empty tmpfs takes the mode of the image's folder, and root for its owner."""
    compose, image = (HOME / "docker-compose.yml").read_text(), (HOME / "Dockerfile").read_text()
    uid = re.search(r"useradd --uid (\d+)", image)[1]
    assert "read_only: true" in compose
    assert "DATA_DIR=/data" in image
    assert f'"/data:uid={uid},gid={uid},mode=0700"' in compose


def test_each_service_is_started_again_when_it_ends():
    """The queue's library ends the worker when Redis goes while it says that a message is done."""
    compose = (HOME / "docker-compose.yml").read_text()
    assert "\n  restart: unless-stopped\n" in compose.split("\nservices:\n")[0]
    services = dict(re.findall(r"^  (\w+):\n((?:    .*\n)+)", compose, re.MULTILINE))
    once = {name for name, lines in services.items() if 'restart: "no"' in lines}
    assert once == {"keys", "migrate"}
    for name in services.keys() - once:
        assert "<<: *software" in services[name] or "restart: unless-stopped" in services[name]


@pytest.mark.django_db
def test_a_first_person_is_let_in(capsys):
    call_command("invite", "ollie@example.org", "Ollie Example", "--role", "office_staff")
    assert User.objects.get().role_keys == {"office_staff"}
    with pytest.raises(CommandError, match="Somebody has this e-mail already"):
        call_command("invite", "ollie@example.org", "Ollie Example", "--role", "office_staff")
    with pytest.raises(CommandError, match="valid email"):
        call_command("invite", "ollie", "Ollie Example", "--role", "office_staff")


@pytest.mark.django_db
def test_an_area_is_loaded_by_its_name(capsys):
    call_command("load_area", "derbyshire")
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("load_area", "atlantis")


@pytest.mark.django_db
@pytest.mark.parametrize("production", [True, False])
def test_a_real_office_never_calls_its_people_made_up(client, settings, production):
    settings.PRODUCTION = production
    call_command("load_area", "derbyshire", verbosity=0)
    page = client.get("/help/").content.decode()
    assert ("The people in it are made up" in page) is not production


@pytest.mark.django_db
def test_a_new_office_has_what_comes_with_the_software_and_keeps_what_it_changed():
    call_command("load_standard", verbosity=0)
    kinds = (Guide, DeadlineRule, Outcome, Rule, Deadline)
    there = [model.objects.count() for model in kinds]
    assert all(there)
    assert set(DeadlineRule.objects.values_list("kind", flat=True)) == {"measures", "earlier", "message"}
    Outcome.objects.filter(key="safety").update(name="Feeling safer")
    call_command("load_standard", verbosity=0)
    assert [model.objects.count() for model in kinds] == there
    assert Outcome.objects.get(key="safety").name == "Feeling safer"


@pytest.mark.parametrize("page", ["README.md", "docs/deployment.md"])
def test_what_an_operator_is_told_to_type_exists_and_leaves_no_office_empty(page):
    typed = set(re.findall(r"manage\.py (\w+)", (HOME / page).read_text())) - {"demo", "test"}
    assert {"load_area", "load_standard", "invite"} <= typed
    assert typed <= set(get_commands())


@pytest.mark.parametrize("page", ["README.md", "docs/deployment.md", "docker-compose.yml", ".env.example"])
def test_each_door_has_a_host_name_of_its_own_in_every_document(page):
    words = (HOME / page).read_text()
    assert "two host names" not in words.lower()
    assert page == "docker-compose.yml" or "api.example.org" in words or "the force's record system" in words


def test_compose_shares_the_papers_between_the_two_that_need_them():
    services = (HOME / "docker-compose.yml").read_text()
    assert "FILES_DIR: /files" in services
    assert services.count('"papers:/files"') == services.count('"papers:/files:ro"') == 1


def test_files_lie_in_the_data_folder(settings):
    """Left to itself the framework would write them into whatever folder the process was started in."""
    assert settings.DATA_DIR in settings.MEDIA_ROOT.parents


def test_files_lie_where_the_operator_says(tmp_path):
    told = {"PATH": os.defpath, "DATA_DIR": os.environ["DATA_DIR"], **PRODUCTION, "FILES_DIR": str(tmp_path / "papers")}
    command = [sys.executable, "-c", "from derbyvoice import settings; print(settings.MEDIA_ROOT)"]
    ended = subprocess.run(command, cwd=HOME, env=told, capture_output=True, text=True, timeout=60)
    assert ended.stdout.strip() == str(tmp_path / "papers"), ended.stderr
