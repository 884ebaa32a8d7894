"""Settings fail early, name the variable, and keep secrets out of others' sight."""

from pathlib import Path

import pytest

from app.refusal import Refusal
from app.settings import load_settings


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DATABASE_URL", raising=False)


def test_without_anything_it_is_sqlite_on_loopback() -> None:
    settings = load_settings()
    assert settings.database_url.startswith("sqlite:///")
    assert settings.host == "127.0.0.1"


def test_the_environment_goes_before_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "kehrwert.toml").write_text('organisation = "File"\nport = 4000\n')
    monkeypatch.setenv("KEHRWERT_ORGANISATION", "Environment")
    settings = load_settings()
    assert (settings.organisation, settings.port) == ("Environment", 4000)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("KEHRWERT_PORT", "seventy"),
        ("KEHRWERT_LOG_LEVEL", "loud"),
        ("DATABASE_URL", "mysql://x"),
        ("MicrosoftAppType", "MultiTenant"),
    ],
)
def test_a_wrong_variable_is_named(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(Refusal, match=variable):
        load_settings()


def test_the_usual_names_of_an_azure_bot_are_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MicrosoftAppId", "app")
    monkeypatch.setenv("MicrosoftAppPassword", "secret")
    monkeypatch.setenv("MicrosoftAppType", "UserAssignedMSI")
    monkeypatch.setenv("MicrosoftAppTenantId", "tenant")
    settings = load_settings()
    assert settings.microsoft_app_id == "app"
    assert settings.microsoft_app_password.get_secret_value() == "secret"
    assert settings.microsoft_app_type == "UserAssignedMSI"
    assert settings.microsoft_app_tenant_id == "tenant"


def test_an_unknown_name_in_the_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "kehrwert.toml").write_text('organization = "Typo"\n')
    with pytest.raises(Refusal, match=r"toml: organization .* did you mean organisation\?"):
        load_settings()


def test_a_file_that_is_no_toml_is_refused(tmp_path: Path) -> None:
    (tmp_path / "kehrwert.toml").write_text("port: 4000\n")
    with pytest.raises(Refusal, match=r"kehrwert\.toml"):
        load_settings()


def test_a_password_in_a_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "kehrwert.toml"
    file.write_text('database_url = "postgresql://kehrwert:secret@localhost/kehrwert"\n')
    file.chmod(0o644)
    with pytest.raises(Refusal, match="chmod 600"):
        load_settings()
    file.chmod(0o600)
    assert load_settings().database_url.endswith("/kehrwert")


def test_a_file_without_a_secret_may_be_read_where_the_environment_holds_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "kehrwert.toml"
    file.write_text('organisation = "Musterwerk"\n')
    file.chmod(0o644)
    monkeypatch.setenv("DATABASE_URL", "postgresql://kehrwert:secret@localhost/kehrwert")
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-secret")
    assert load_settings().organisation == "Musterwerk"


@pytest.mark.parametrize("name", ["slack_bot_token", "SLACK_BOT_TOKEN", "microsoft_app_password"])
def test_a_token_in_a_file_that_others_can_read_is_refused(tmp_path: Path, name: str) -> None:
    file = tmp_path / "kehrwert.toml"
    file.write_text(f'{name} = "xoxb-secret"\n')
    file.chmod(0o644)
    with pytest.raises(Refusal, match="chmod 600"):
        load_settings()


def refused(tmp_path: Path, line: str) -> str:
    """Return what is said of a settings file with this line."""
    (tmp_path / "kehrwert.toml").write_text(line + "\n", "utf-8")
    with pytest.raises(Refusal) as refusal:
        load_settings()
    return str(refusal.value).removeprefix("settings: ")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            'SLACK_BOT_TOKN = "xoxb-1"',
            "kehrwert.toml: SLACK_BOT_TOKN is no setting; did you mean SLACK_BOT_TOKEN?",
        ),
        (
            'KEHRWERT_HR_LEADS = ["a@b.example"]',
            "kehrwert.toml: KEHRWERT_HR_LEADS is no setting; did you mean hr_leads?",
        ),
        (
            'hr_lead = ["a@b.example"]',
            "kehrwert.toml: hr_lead is no setting; did you mean hr_leads?",
        ),
        (
            'zzz = "x"',
            "kehrwert.toml: zzz is no setting: docs/operations.md names them all",
        ),
        ('hr_leads = "a@b.example"', 'hr_leads: write a list, ["a@b.example"]'),
        (
            'hr_leads = ["hana"]',
            'hr_leads: "hana" is no e-mail address: write name@company.example',
        ),
        ('contact = "h"', 'contact: "h" is no e-mail address: write name@company.example'),
        (
            'mail_domains = ["@lindenhof.example"]',
            'mail_domains: "@lindenhof.example" is no domain: write what follows the @, company.example',
        ),
        ('public_url = "kehrwert.example.com"', "public_url: begin with https://, without a path"),
        ('port = "x"', "port: write a number, such as 3978 (from 1 to 65535)"),
        ("port = 70000", "port: write a number, such as 3978 (from 1 to 65535)"),
        (
            "teams_messages_a_second = 90",
            "teams_messages_a_second: write a number, such as 25 (above 0 to 50)",
        ),
        ('carrier = "pigeon"', "carrier: write clock or procrastinate"),
        ('teams_development = "perhaps"', "teams_development: write true or false"),
        ("organisation = 3", 'organisation: write text in "quotes"'),
        ("SLACK_BOT_TOKEN = 3", 'SLACK_BOT_TOKEN: write text in "quotes"'),
    ],
)
def test_what_is_wrong_in_the_file_is_said_under_the_name_that_stands_there(
    tmp_path: Path, line: str, said: str
) -> None:
    assert refused(tmp_path, line) == said


def test_text_without_quotes_in_the_file_is_told_so(tmp_path: Path) -> None:
    said = refused(tmp_path, "organisation = Lindenhof")
    assert said.endswith(': put text in "quotes"')


def test_a_file_in_another_encoding_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "kehrwert.toml").write_bytes('organisation = "Müller"'.encode("latin-1"))
    with pytest.raises(Refusal, match="save it in UTF-8"):
        load_settings()


@pytest.mark.parametrize(
    "written",
    ["a@x.example,b@x.example", " a@x.example , b@x.example,", '["a@x.example", "b@x.example"]'],
)
def test_a_list_in_the_environment_has_commas_or_is_json(
    monkeypatch: pytest.MonkeyPatch, written: str
) -> None:
    monkeypatch.setenv("KEHRWERT_HR_LEADS", written)
    assert load_settings().hr_leads == ("a@x.example", "b@x.example")


def test_an_empty_list_in_the_environment_names_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEHRWERT_HR_LEADS", "")
    assert load_settings().hr_leads == ()


@pytest.mark.parametrize("written", ['["a@x.example"', "[1", "[3]", '[["a"]]'])
def test_a_broken_list_in_the_environment_is_refused_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, written: str
) -> None:
    monkeypatch.setenv("KEHRWERT_MAIL_DOMAINS", written)
    with pytest.raises(Refusal, match=r"^settings: KEHRWERT_MAIL_DOMAINS: "):
        load_settings()


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("KEHRWERT_ORGANISTION", "KEHRWERT_ORGANISATION"),
        ("KEHRWERT_HR_LEAD", "KEHRWERT_HR_LEADS"),
        ("KEHRWERT_SLACK_BOT_TOKN", "KEHRWERT_SLACK_BOT_TOKEN"),
    ],
)
def test_a_slip_in_a_name_of_the_environment_is_refused(
    monkeypatch: pytest.MonkeyPatch, slip: str, meant: str
) -> None:
    monkeypatch.setenv(slip, "x")
    with pytest.raises(Refusal) as refusal:
        load_settings()
    assert str(refusal.value) == f"settings: {slip} is no setting; did you mean {meant}?"


def test_what_kubernetes_sets_for_a_service_of_our_name_is_left_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("KEHRWERT_SERVICE_HOST", "10.0.0.1")
    monkeypatch.setenv("KEHRWERT_SERVICE_PORT", "80")
    assert load_settings().port == 3978


def test_spaces_around_a_token_are_not_part_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", " xoxb-1\n")
    assert load_settings().slack_bot_token.get_secret_value() == "xoxb-1"
