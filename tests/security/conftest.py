"""One person in care, whose charts somebody is after."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.builders import a_patient, a_place, a_program, a_team_member, an_episode, names_of
from tests.conftest import Client
from treatment.accounts.models import Facility, Staff
from treatment.patients.models import Episode
from treatment.permissions import Role


@pytest.fixture
def admitted(session: Session, facility: Facility) -> Callable[..., Episode]:
    """`admitted(by=staff, family_name="Hidden")`: an open episode with `by` as primary."""

    def made(*, by: Staff, **who: Any) -> Episode:
        begun = datetime.now(UTC) - timedelta(days=2)
        session.add(patient := a_patient(facility, by=by, **who))
        session.add(program := a_program(facility))
        session.flush()
        session.add_all(names_of(patient))
        episode = an_episode(patient, by=by, opened_at=begun, admitted_at=begun)
        session.add(episode)
        session.flush()
        session.add_all([a_place(episode, program), a_team_member(episode, by)])
        session.commit()
        return episode

    return made


@pytest.fixture
def chart(
    client_as: Callable[..., Client], admitted: Callable[..., Episode]
) -> tuple[Client, Episode]:
    """A counselor and the episode of their one patient."""
    carer = client_as(Role.COUNSELOR)
    return carer, admitted(by=carer.staff)
