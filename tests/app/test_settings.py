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
    with pytest.raises(Refusal, match="ORGANIZATION"):
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
