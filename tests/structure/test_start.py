"""What production refuses to start with, each said in one line."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import create_engine, text

from config import Config, ConfigError
from tests.conftest import owner_url
from treatment.app import create_app

GOOD = {
    "WAYPOINT_ENVIRONMENT": "production",
    "WAYPOINT_DATABASE_URL": "sqlite://",
    "WAYPOINT_SECRET_KEY": "vK3zq8Yt0Jw5rNc2Lx7bPd9fHs4gMa6e",
    "WAYPOINT_AUDIT_KEY": "eQ1uXo8iZp3kWn6vBt5yRm2cFj7dGh4l",
    "WAYPOINT_FIELD_KEYS": Fernet.generate_key().decode(),
    "WAYPOINT_TRUSTED_HOSTS": "waypoint.example.org",
    "WAYPOINT_PUBLIC_URL": "https://waypoint.example.org",
}


def refusal(**changes: str) -> str:
    try:
        Config.from_environment({**GOOD, **changes})
    except ConfigError as error:
        return str(error)
    return ""


def test_good_settings_are_taken() -> None:
    assert refusal() == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "a" * 64),
        ("SECRET_KEY", GOOD["WAYPOINT_AUDIT_KEY"]),
        ("AUDIT_KEY", ""),
        ("AUDIT_KEY", "short"),
        ("AUDIT_KEY", "ab" * 32),
        ("FIELD_KEYS", ""),
        ("FIELD_KEYS", "not-a-key"),
        ("PUBLIC_URL", "http://waypoint.example.org"),
        ("ENVIRONMENT", "produktion"),
        ("DATABASE", "a name nobody knows"),
    ],
)
def test_a_missing_or_weak_setting_is_named_in_one_line(name: str, value: str) -> None:
    said = refusal(**{f"WAYPOINT_{name}": value})
    assert f"WAYPOINT_{name}" in said
    assert "\n" not in said


def test_settings_do_not_show_their_secrets() -> None:
    config = Config.from_environment(GOOD)
    assert not any(key in repr(config) for key in (config.secret_key, config.audit_key))


def production(url: str) -> Config:
    return Config.from_environment({**GOOD, "WAYPOINT_DATABASE_URL": url})


@pytest.mark.only("sqlite")  # the fast cluster is refused for what it forgets first
def test_a_database_of_another_version_stops_the_start(own_database: str) -> None:
    engine = create_engine(owner_url(own_database))
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000_of_old'"))
    engine.dispose()
    with pytest.raises(ConfigError, match="waypoint db upgrade"):
        create_app(production(own_database))


def test_an_empty_database_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="waypoint db upgrade"):
        create_app(production(f"sqlite:///{tmp_path / 'empty.sqlite3'}"))


def test_a_server_that_may_not_start_says_one_line_and_stops() -> None:
    environ = {**os.environ, "WAYPOINT_SECRET_KEY": "short"}
    command = [sys.executable, "-c", "import wsgi"]
    answer = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    assert answer.returncode == 3
    assert answer.stderr == "waypoint: WAYPOINT_SECRET_KEY needs at least 32 random letters.\n"
