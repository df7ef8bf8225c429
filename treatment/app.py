"""The application factory: extensions, doors, the recorder, error pages and every room's pages."""

import sys
from importlib import import_module
from importlib.util import find_spec

from flask import Flask
from flask_login import current_user
from werkzeug.middleware.proxy_fix import ProxyFix

from config import Config, ConfigError
from treatment.accounts import doors
from treatment.audit import trail
from treatment.records.views import drafts
from treatment.web import (
    assets,
    compact,
    database,
    faults,
    filters,
    guards,
    headers,
    logs,
    navigation,
    schema,
    theme,
)
from treatment.web.extensions import babel, bootstrap, csrf, db

ROOMS = (
    "accounts",
    "patients",
    "records",
    "instruments",
    "intake",
    "plans",
    "reports",
    "reports.trail",
)
NO_START = 3  # gunicorn stops altogether on it instead of trying again
LARGEST_REQUEST = 2_000_000  # bytes


def from_environment() -> Flask:
    """The application as the environment describes it; a refusal to start is one line."""
    try:
        return create_app(Config.from_environment())
    except ConfigError as refusal:
        sys.stderr.write(f"waypoint: {refusal}\n")
        raise SystemExit(NO_START) from None


def create_app(config: Config) -> Flask:
    """Build the application, or refuse to start with one sentence.

    Raises:
        ConfigError: in production, on an unsafe or differently versioned database.
        RuntimeError: a route declares no rule.
    """
    config.refuse_what_is_missing()
    app = Flask("treatment")
    app.config.update(_settings(config))
    app.extensions["waypoint_config"] = config
    logs.init_app(app)
    database.init_app(app, config)
    csrf.init_app(app)
    bootstrap.init_app(app)
    babel.init_app(app, timezone_selector=_zone)
    faults.init_app(app)
    doors.init_app(app, config, rescue=drafts.rescue)
    trail.init_app(app, config)
    for furniture in (assets, theme, filters, navigation, compact):
        furniture.install(app)
    headers.set_headers(app, https=config.is_https)
    for room in ROOMS:
        _register(app, room)
    guards.guard_every_request(app, doors.to_the_door)
    guards.refuse_undeclared_routes(app, doors.DOORS)
    if config.is_production:
        _refuse_unsafe_database(app)
    if config.is_https:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1)  # type: ignore[method-assign]
    return app


def _settings(config: Config) -> dict[str, object]:
    return {
        "SECRET_KEY": config.secret_key,
        "TESTING": config.environment == "test",
        "TRUSTED_HOSTS": list(config.trusted_hosts),
        "MAX_CONTENT_LENGTH": LARGEST_REQUEST,
        "MAX_FORM_MEMORY_SIZE": LARGEST_REQUEST,
        "MAX_FORM_PARTS": 2_000,
        "BOOTSTRAP_SERVE_LOCAL": True,
        "BABEL_DEFAULT_LOCALE": "en_US",
        "SEND_FILE_MAX_AGE_DEFAULT": headers.YEAR,
        "WTF_CSRF_TIME_LIMIT": None,
        "JSON_SORT_KEYS": True,
    }


def _zone() -> str:
    return str(current_user.facility.zone) if current_user.is_authenticated else "UTC"


def _register(app: Flask, room: str) -> None:
    """The room's blueprint, when it has pages."""
    name = f"treatment.{room}.views"
    if find_spec(f"treatment.{room}") and find_spec(name):
        app.register_blueprint(import_module(name).bp)


def _refuse_unsafe_database(app: Flask) -> None:
    with app.app_context():
        try:
            database.refuse_unsafe(db.engine)
            schema.refuse_other_version(db.engine)
        finally:
            db.engine.dispose()  # who serves opens connections of its own
