"""Settings from the environment and one optional file; fails early, naming the variable."""

import json
import os
import re
import tomllib
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic.fields import FieldInfo
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from app.refusal import Refusal
from app.wrong_settings import PREFIX, Sources
from bot.cadence import known_zone

SETTINGS_FILE = "kehrwert.toml"
EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
MAIL_DOMAIN = re.compile(r"[^\s@/]+\.[^\s@/]+")


class Carrier(StrEnum):
    """Who finds out that something is due to be sent."""

    CLOCK = "clock"
    PROCRASTINATE = "procrastinate"


class Settings(BaseSettings):
    """What an operator may set, each as KEHRWERT_NAME in the environment or `name` in the file.

    `database_url` answers to DATABASE_URL, and what connects a platform to that platform's usual names.
    Where the file holds a secret (a password in the database URL, a token), others must not be able
    to read it.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, toml_file=SETTINGS_FILE, extra="forbid", populate_by_name=True
    )

    database_url: str = Field(
        default="sqlite:///var/kehrwert.sqlite",
        validation_alias="DATABASE_URL",
        description="sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME",
    )
    carrier: Carrier = Field(
        default=Carrier.CLOCK,
        description="who looks for what is due: clock, or procrastinate (PostgreSQL)",
    )
    host: str = Field(default="127.0.0.1", description="address to listen on")
    port: int = Field(default=3978, ge=1, le=65535, description="port to listen on")
    log_level: str = Field(default="info", pattern="^(debug|info|warning|error)$")
    organisation: str = Field(default="", description="name of the organisation")
    mail_domains: tuple[str, ...] = Field(default=(), description="the organisation's own domains")
    programme: str = Field(default="Reverse Mentoring", description="name of the first programme")
    time_zone: str = Field(default="Europe/Berlin", description="IANA zone of its weeks")
    hr_leads: tuple[str, ...] = Field(default=(), description="work e-mails of the first HR leads")
    contact: str = Field(
        default="", description="work e-mail of the confidential contact, not an HR lead"
    )
    journal: Path = Field(
        default=Path("var/journal"),
        description="folder of the journal of erasures and its key; never back it up with the database",
    )
    content: str = Field(
        default="", description="folder with de/*.toml and en/*.toml: words of your own over ours"
    )
    public_url: str = Field(
        default="", pattern="^(https?://[^/]+)?/?$", description="https://… where HTTP is reached"
    )
    slack_bot_token: SecretStr = Field(default=SecretStr(""), validation_alias="SLACK_BOT_TOKEN")
    slack_app_token: SecretStr = Field(default=SecretStr(""), validation_alias="SLACK_APP_TOKEN")
    slack_signing_secret: SecretStr = Field(
        default=SecretStr(""), validation_alias="SLACK_SIGNING_SECRET"
    )
    slack_client_id: str = Field(default="", validation_alias="SLACK_CLIENT_ID")
    slack_client_secret: SecretStr = Field(
        default=SecretStr(""), validation_alias="SLACK_CLIENT_SECRET"
    )
    slack_api_url: str = Field(
        default="https://slack.com/api/",
        pattern="^https?://",
        validation_alias="SLACK_API_URL",
        description="another address of Slack's Web API: a proxy, an emulator",
    )
    slack_workspaces: tuple[str, ...] = Field(
        default=(), description="ids of the workspaces (T…) or organisations (E…) that may install"
    )
    slack_open_installation: bool = Field(
        default=False, description="let every workspace install, each as an organisation of its own"
    )
    microsoft_app_id: str = Field(default="", validation_alias="MicrosoftAppId")
    microsoft_app_password: SecretStr = Field(
        default=SecretStr(""), validation_alias="MicrosoftAppPassword"
    )
    microsoft_app_type: str = Field(
        default="SingleTenant",
        pattern="^(SingleTenant|UserAssignedMSI)$",
        validation_alias="MicrosoftAppType",
    )
    microsoft_app_tenant_id: str = Field(default="", validation_alias="MicrosoftAppTenantId")
    teams_certificate: str = Field(
        default="", description="PEM file with private key and certificate, instead of a password"
    )
    teams_identity: str = Field(
        default="", description="client id of the managed identity where it is not the app's id"
    )
    teams_tenants: tuple[str, ...] = Field(
        default=(), description="ids of the tenants that may talk to the bot beside its own"
    )
    graph_directory: bool = Field(
        default=False, description="take in the tenant's people from Microsoft Graph every hour"
    )
    graph_hours: bool = Field(
        default=False, description="read their time zones and working hours from Graph, too"
    )
    teams_messages_a_second: float = Field(
        default=25,
        gt=0,
        le=50,
        description="unasked messages into one tenant; it takes 30 to 50 requests a second in all",
    )
    teams_seconds_between_messages: float = Field(
        default=2,
        ge=2,
        le=60,
        description="into one conversation, on the average; it takes 60 in 30 s and 1800 an hour",
    )
    teams_development: bool = Field(
        default=False, description="take unsigned requests of an emulator, on this machine only"
    )

    @field_validator("*", mode="before")
    @classmethod
    def _without_spaces_around(cls, value: object) -> object:
        return value.strip() if isinstance(value, str) else value

    @field_validator("hr_leads", "contact")
    @classmethod
    def _email_addresses(cls, value: tuple[str, ...] | str) -> tuple[str, ...] | str:
        for each in (value,) if isinstance(value, str) else value:
            if each and not EMAIL.fullmatch(each):
                raise ValueError(f'"{each}" is no e-mail address: write name@company.example')
        return value

    @field_validator("mail_domains")
    @classmethod
    def _domains(cls, domains: tuple[str, ...]) -> tuple[str, ...]:
        for each in domains:
            if not MAIL_DOMAIN.fullmatch(each):
                raise ValueError(
                    f'"{each}" is no domain: write what follows the @, company.example'
                )
        return domains

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, url: str) -> str:
        if not url.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
            raise ValueError("expected sqlite:///FILE or postgresql://…")
        return url

    @field_validator("carrier")
    @classmethod
    def _fitting_carrier(cls, carrier: Carrier, so_far: ValidationInfo) -> Carrier:
        url = so_far.data.get("database_url", "")
        if carrier is Carrier.PROCRASTINATE and url.startswith("sqlite"):
            raise ValueError("procrastinate needs PostgreSQL: let DATABASE_URL name one")
        return carrier

    @property
    def carried_by_procrastinate(self) -> bool:
        """Tell whether jobs carry deliveries, or the clock looks for them."""
        return self.carrier is Carrier.PROCRASTINATE

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, zone: str) -> str:
        if not known_zone(zone):
            raise ValueError("expected an IANA time zone such as Europe/Berlin")
        return zone

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003 ours takes its place
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let the environment go before the file."""
        file = TomlConfigSettingsSource(settings_cls)
        environment = _Environment(settings_cls)
        return init_settings, environment, dotenv_settings, file_secret_settings, file


class _Environment(EnvSettingsSource):
    """The environment, in which a list may be written with commas as well as in JSON."""

    def decode_complex_value(self, field_name: str, field: FieldInfo, value: Any) -> Any:  # noqa: ARG002 every list is read alike
        """Return the list; what is broken JSON stays as it is, and is refused as no list."""
        if not isinstance(value, str) or not value.lstrip().startswith("["):
            return [each.strip() for each in str(value).split(",") if each.strip()]
        try:
            return json.loads(value)
        except json.JSONDecodeError:
            return value


def load_settings() -> Settings:
    """Return the settings; raises Refusal naming every variable that is wrong."""
    sources = setting_sources()
    try:
        settings = Settings()
    except ValidationError as wrong:
        raise Refusal("settings: " + sources.complaints(wrong)) from None
    slips = sources.slips()
    if slips:
        raise Refusal("settings: " + "; ".join(slips))
    _refuse_open_file(sources.written)
    return settings


def setting_sources() -> Sources:
    """Return where settings are written; raises Refusal for a file that cannot be read."""
    return Sources(Settings.model_fields, os.environ, SETTINGS_FILE, _written())


def _written() -> Mapping[str, Any]:
    file = Path(SETTINGS_FILE)
    if not file.is_file():
        return {}
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except tomllib.TOMLDecodeError as unreadable:
        hint = ': put text in "quotes"' if "Invalid value" in str(unreadable) else ""
        problem = f"{SETTINGS_FILE} is no TOML: {unreadable}{hint}"
    except UnicodeDecodeError:
        problem = f"{SETTINGS_FILE} is not in UTF-8: save it in UTF-8"
    except OSError as unreadable:
        problem = f"{SETTINGS_FILE} cannot be read ({unreadable.strerror}): let this user read it"
    raise Refusal(problem)


def _refuse_open_file(written: Mapping[str, Any]) -> None:
    """A file that holds a password must not be readable by others; what the environment holds may."""
    file = Path(SETTINGS_FILE)
    if not file.exists() or not file.stat().st_mode & 0o077:
        return
    secrets = {
        word
        for name, field in Settings.model_fields.items()
        if field.annotation is SecretStr
        for word in (name, field.validation_alias)
    }
    address = str(written.get("database_url", written.get("DATABASE_URL", "")))
    if "@" in address or any(written.get(each) for each in secrets if isinstance(each, str)):
        raise Refusal(f"{SETTINGS_FILE} can be read by others: run chmod 600 {SETTINGS_FILE}")
