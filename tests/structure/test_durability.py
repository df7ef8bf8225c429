"""A production start on a PostgreSQL that could forget what it acknowledged is refused."""

from collections.abc import Iterator
from typing import LiteralString

import pytest
from sqlalchemy import create_engine

from config import ConfigError
from tests.conftest import migrate
from tests.postgres import DURABLE, Cluster, cluster
from tests.structure.test_start import production
from treatment.app import create_app
from treatment.web.database import refuse_unsafe
from treatment.web.extensions import db

pytestmark = pytest.mark.only("postgresql")


@pytest.fixture(scope="module")
def durable() -> Iterator[Cluster]:
    with cluster(DURABLE) as server:
        server.create("clinic")
        migrate(server.url("clinic"))
        yield server


def refusal(server: Cluster) -> str:
    engine = create_engine(server.url("postgres"))
    try:
        refuse_unsafe(engine)
    except ConfigError as error:
        return str(error)
    finally:
        engine.dispose()
    return ""


def test_a_server_that_keeps_its_word_is_accepted(durable: Cluster) -> None:
    assert refusal(durable) == ""
    app = create_app(production(durable.url("clinic")))
    with app.app_context():
        db.engine.dispose()


@pytest.mark.parametrize("setting", ["fsync", "full_page_writes", "synchronous_commit"])
def test_a_server_with_one_of_its_promises_off_is_refused(
    durable: Cluster, setting: LiteralString
) -> None:
    durable.configure(setting, "off")
    try:
        assert refusal(durable) == f"PostgreSQL must not run with {setting} off."
        with pytest.raises(ConfigError, match=setting):
            create_app(production(durable.url("clinic")))
    finally:
        durable.configure(setting, "on")


def test_a_server_out_of_reach_is_said_in_one_line() -> None:
    gone = Cluster(port=1)
    assert refusal(gone) == "The database cannot be reached: OperationalError."
