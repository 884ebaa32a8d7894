"""Settings from the environment and one optional file; fails early, naming the variable."""

import tomllib
from enum import StrEnum
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from app.refusal import Refusal
from bot.cadence import known_zone

SETTINGS_FILE = "kehrwert.toml"


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
        env_prefix="KEHRWERT_", toml_file=SETTINGS_FILE, extra="forbid", populate_by_name=True
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
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let the environment go before the file."""
        file = TomlConfigSettingsSource(settings_cls)
        return init_settings, env_settings, dotenv_settings, file_secret_settings, file


def load_settings() -> Settings:
    """Return the settings; raises Refusal naming every variable that is wrong."""
    try:
        settings = Settings()
    except ValidationError as wrong:
        lines = [f"{_variable(error['loc'])}: {error['msg']}" for error in wrong.errors()]
        raise Refusal("settings: " + "; ".join(lines)) from None
    except tomllib.TOMLDecodeError as unreadable:
        raise Refusal(f"{SETTINGS_FILE} is no TOML: {unreadable}") from None
    _refuse_open_file()
    return settings


def _variable(location: tuple[int | str, ...]) -> str:
    name = str(location[0]) if location else "?"
    usual = {field.validation_alias for field in Settings.model_fields.values()}
    return name if name in usual else f"KEHRWERT_{name.upper()}"


def _refuse_open_file() -> None:
    """A file that holds a password must not be readable by others; what the environment holds may."""
    file = Path(SETTINGS_FILE)
    if not file.exists() or not file.stat().st_mode & 0o077:
        return
    written = tomllib.loads(file.read_text("utf-8"))
    secrets = {
        word
        for name, field in Settings.model_fields.items()
        if field.annotation is SecretStr
        for word in (name, field.validation_alias)
    }
    address = str(written.get("database_url", written.get("DATABASE_URL", "")))
    if "@" in address or any(written.get(each) for each in secrets if isinstance(each, str)):
        raise Refusal(f"{SETTINGS_FILE} can be read by others: run chmod 600 {SETTINGS_FILE}")
