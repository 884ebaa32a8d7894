"""How an operator connects Teams: what is missing is named, and doctor looks without changing."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import NameOID

from adapters.teams.app import Allowed
from adapters.teams.checkup import check_up
from adapters.teams.connected import TeamsSettings
from app.opening import paces_of
from app.refusal import Refusal
from app.settings import Settings, load_settings
from app.teams import teams_settings
from bot.model import PACES, Platform
from tests.teams.fake import FakeTeams, private_key, serving

COMPLETE = {
    "microsoft_app_id": "app",
    "microsoft_app_password": "secret",
    "microsoft_app_tenant_id": "Tenant",
}


def told(**changes: object) -> TeamsSettings | None:
    return teams_settings(Settings(**{**COMPLETE, **changes}))  # type: ignore[arg-type]


def test_nothing_set_means_no_teams() -> None:
    assert teams_settings(Settings()) is None


def test_its_own_tenant_may_come_and_those_that_are_named() -> None:
    found = told(teams_tenants=("Other",))
    assert found is not None
    assert found.allowed.tenants == {"tenant", "other"}


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"microsoft_app_id": ""}, "MicrosoftAppId"),
        ({"microsoft_app_tenant_id": ""}, "MicrosoftAppTenantId"),
        ({"microsoft_app_tenant_id": "", "teams_tenants": ("t",)}, "MicrosoftAppTenantId"),
        ({"microsoft_app_password": ""}, "MicrosoftAppPassword"),
        ({"teams_certificate": "/there/is/none.pem"}, "exclude each other"),
        (
            {"microsoft_app_password": "", "teams_certificate": "/there/is/none.pem"},
            "/there/is/none.pem",
        ),
        ({"microsoft_app_type": "UserAssignedMSI"}, "exclude each other"),
        ({"teams_development": True, "host": "192.0.2.1"}, "loopback"),
    ],
)
def test_what_is_missing_is_named(changes: dict[str, object], named: str) -> None:
    with pytest.raises(Refusal, match=named):
        told(**changes)


def test_an_empty_app_id_needs_development() -> None:
    only = {"teams_tenants": ("t",), "teams_development": True}
    found = teams_settings(Settings(**only))  # type: ignore[arg-type]
    assert found is not None
    assert found.app_id == ""
    assert found.allowed.development


def test_a_managed_identity_is_the_app_unless_another_is_named() -> None:
    managed = {"microsoft_app_type": "UserAssignedMSI", "microsoft_app_password": ""}
    own, other = told(**managed), told(**managed, teams_identity="another")
    assert own is not None
    assert other is not None
    assert (own.identity, other.identity) == ("app", "another")


def test_how_fast_teams_is_written_to_can_be_said() -> None:
    assert paces_of(Settings()) == PACES
    slow = Settings(teams_messages_a_second=10, teams_seconds_between_messages=5)
    pace = paces_of(slow)[Platform.TEAMS]
    assert pace.others.every == timedelta(milliseconds=100)
    assert pace.conversation.every == timedelta(seconds=5)
    assert pace.answers == PACES[Platform.TEAMS].answers  # a click never waits for it


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("KEHRWERT_TEAMS_MESSAGES_A_SECOND", "51"),
        ("KEHRWERT_TEAMS_MESSAGES_A_SECOND", "0"),
        ("KEHRWERT_TEAMS_SECONDS_BETWEEN_MESSAGES", "1"),
        ("KEHRWERT_TEAMS_SECONDS_BETWEEN_MESSAGES", "soon"),
    ],
)
def test_a_pace_that_teams_would_refuse_is_named(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(Refusal, match=variable):
        load_settings()


async def test_doctor_asks_for_a_token_and_keys_and_writes_to_nobody() -> None:
    teams = FakeTeams("tenant")
    async with serving(teams):
        settings = TeamsSettings(
            "app",
            "tenant",
            password="secret",
            allowed=Allowed(frozenset({"tenant"})),
            keys_url=f"{teams.url}/openid",
        )
        found = await check_up(settings, teams.sign_in)
        assert (found.token_problem, found.keys_problem) == ("", "")
        wrong = {"error": "invalid_client"}
        teams.troubles["token"] = [lambda: web.json_response(wrong, status=401)]
        teams.troubles["keys"] = [lambda: web.Response(status=500)] * 2
        found = await check_up(settings, teams.sign_in)
        assert found.token_problem
        assert found.keys_problem.endswith("/openid")
    assert {name for name, _ in teams.calls} == {"token"}


async def test_a_certificate_signs_in(tmp_path: Path) -> None:
    pem = tmp_path / "bot.pem"
    pem.write_text(certificate())
    teams = FakeTeams("tenant")
    async with serving(teams):
        settings = TeamsSettings(
            "app", "tenant", certificate=str(pem), keys_url=f"{teams.url}/openid"
        )
        assert (await check_up(settings, teams.sign_in)).token_problem == ""
    (asked,) = teams.called("token")
    assert asked["client_assertion_type"].endswith("jwt-bearer")
    assert "client_secret" not in asked


async def test_a_file_that_is_no_certificate_is_named_as_a_problem(tmp_path: Path) -> None:
    pem = tmp_path / "bot.pem"
    pem.write_text("not a key")
    teams = FakeTeams("tenant")
    async with serving(teams):
        settings = TeamsSettings(
            "app", "tenant", certificate=str(pem), keys_url=f"{teams.url}/openid"
        )
        assert (await check_up(settings, teams.sign_in)).token_problem


def certificate() -> str:
    """Return a private key and its certificate, as a PEM file holds them."""
    key = private_key("certificate")
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "kehrwert")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return (secret + signed.public_bytes(serialization.Encoding.PEM)).decode()
