"""Proving oneself to sign: what other rooms call, without a browser."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from flask import Flask, g
from sqlalchemy.orm import Session

from tests.accounts.conftest import PASSWORD, Somebody
from tests.builders import a_staff
from treatment.accounts import codes, proof, sessions
from treatment.accounts.forms import ProofFields
from treatment.accounts.models import Facility, Staff, StaffSession
from treatment.accounts.vocabulary import LPHA, AuthMethod, Credential
from treatment.errors import DomainError
from treatment.web.clock import now
from treatment.web.extensions import db
from treatment.web.forms import Form, line

Make = Callable[..., Somebody]


def test_a_password_or_a_code_proves_a_person(somebody: Make, session: Session) -> None:
    person, at = somebody(), now()
    row = person.row(session)
    assert proof.prove(row, PASSWORD, at) is AuthMethod.PASSWORD
    code = codes.at(person.secret, at)
    assert proof.prove(row, f"{code[:3]} {code[3:]}", at) is AuthMethod.TOTP
    with pytest.raises(proof.WrongSecretError, match="6-digit code is not right"):
        proof.prove(row, code, at)


@pytest.mark.parametrize("secret", ["", "wrong", "000000", PASSWORD.upper(), PASSWORD + " "])
def test_anything_else_is_refused(somebody: Make, session: Session, secret: str) -> None:
    with pytest.raises(DomainError, match="is not right"):
        proof.prove(somebody().row(session), secret, now())


def test_misses_are_counted_on_the_session_and_forgotten_by_success(
    somebody: Make, session: Session
) -> None:
    row, at = somebody().row(session), now()
    sitting, _token = sessions.begin(session, row, at=at)
    session.commit()
    for _ in range(4):
        with pytest.raises(proof.WrongSecretError):
            proof.prove(row, "wrong", at)
    assert (sitting.failed_count, row.failed_count) == (4, 0)
    proof.prove(row, PASSWORD, at)
    assert sitting.failed_count == 0


def test_after_five_misses_the_right_password_waits(somebody: Make, session: Session) -> None:
    row, at = somebody().row(session), now()
    for _ in range(5):
        with pytest.raises(proof.WrongSecretError):
            proof.prove(row, "wrong", at)
    with pytest.raises(proof.LockedError, match="Try again in 1 minute"):
        proof.prove(row, PASSWORD, at + timedelta(seconds=59))
    assert proof.prove(row, PASSWORD, at + timedelta(seconds=60)) is AuthMethod.PASSWORD


def test_nothing_may_be_changed_before_the_proof(somebody: Make, session: Session) -> None:
    row = somebody().row(session)
    row.printed_name = "Changed first"
    with pytest.raises(RuntimeError):
        proof.prove(row, PASSWORD, now())


def test_a_proof_makes_the_session_fresh(somebody: Make, session: Session) -> None:
    row, at = somebody().row(session), now()
    sitting, _token = sessions.begin(session, row, at=at - timedelta(hours=1))
    session.commit()
    assert not sitting.is_fresh(at)
    proof.prove(row, PASSWORD, at)
    assert sitting.is_fresh(at)


@pytest.mark.parametrize(
    ("credential", "expires", "refusal"),
    [
        (Credential.MD, date(2026, 3, 2), None),
        (Credential.MD, None, None),
        (Credential.MD, date(2026, 3, 1), "license has expired"),
        (Credential.NONE, date(2099, 1, 1), "names no credential"),
    ],
)
def test_an_expired_license_cannot_sign(
    somebody: Make,
    session: Session,
    credential: Credential,
    expires: date | None,
    refusal: str | None,
) -> None:
    """The day is the facility's: at 6 AM UTC on March 3 it is still March 2 in California."""
    row = somebody(credential=credential, license_expires_on=expires).row(session)
    late_evening = datetime.fromisoformat("2026-03-03T06:00:00+00:00")
    if refusal is None:
        proof.can_sign(row, late_evening)
        return
    with pytest.raises(DomainError, match=refusal):
        proof.can_sign(row, late_evening)


def test_counselor_credentials_are_no_licensed_practitioners() -> None:
    assert {Credential.RADT, Credential.CADC, Credential.LAADC, Credential.NONE} == (
        set(Credential) - LPHA
    )


def test_a_session_without_a_row_cannot_exist(session: Session, facility: Facility) -> None:
    assert session.query(StaffSession).count() == 0
    assert facility.tz.key == "America/Los_Angeles"


def test_recovery_codes_are_read_as_typed() -> None:
    from treatment.accounts import tokens

    code = tokens.recovery_code()
    for typed in (code, code.upper(), code.replace("-", ""), f" {code.replace('-', ' ')} "):
        assert tokens.as_typed(typed) == code


def test_a_code_of_the_reference_is_what_ours_is() -> None:
    """RFC 6238, appendix B, the SHA-1 column, last six digits."""
    from base64 import b32encode
    from datetime import UTC

    secret = b32encode(b"12345678901234567890").decode()
    for seconds, code in ((59, "287082"), (1111111109, "081804"), (20000000000, "353130")):
        assert codes.at(secret, datetime.fromtimestamp(seconds, UTC)) == code


class SigningForm(ProofFields, Form):
    words = line("Words", required="Say something.")


def form_of(app: Flask, person: Somebody, **sent: str) -> tuple[bool, SigningForm]:
    """A form that signs, sent by `person`, as a view would read it."""
    with app.test_request_context("/", method="POST", data=sent):
        g.csrf_valid = True
        g._login_user = db.session.get_one(Staff, person.id)
        form = SigningForm()
        return form.validate_on_submit(), form


def test_a_form_that_signs_says_how_it_was_proved(app: Flask, somebody: Make) -> None:
    person = somebody()
    signed, form = form_of(app, person, words="Yes", secret=PASSWORD)
    assert signed
    assert form.proof is AuthMethod.PASSWORD
    signed, form = form_of(app, person, words="Yes", secret=person.code())
    assert signed
    assert form.proof is AuthMethod.TOTP


def test_a_wrong_secret_stands_beside_its_field_and_is_counted(
    app: Flask, somebody: Make, session: Session
) -> None:
    person = somebody()
    signed, form = form_of(app, person, words="Yes", secret="wrong")
    assert not signed
    assert form.errors == {"secret": ["That password is not right. Nothing is signed yet."]}
    assert person.row(session).failed_count == 1


def test_a_mistake_elsewhere_uses_up_no_code(app: Flask, somebody: Make) -> None:
    person = somebody()
    code = person.code()
    signed, form = form_of(app, person, words="", secret=code)
    assert not signed
    assert "secret" not in form.errors
    assert form_of(app, person, words="Yes", secret=code)[0]


def test_a_seal_opens_with_its_keys_only() -> None:
    from cryptography.fernet import Fernet

    from config import Config
    from treatment.accounts import sealing

    ours = Config.for_tests().field_keys
    first, second = (Fernet.generate_key().decode() for _ in range(2))
    try:
        sealing.hold([first])
        sealed = sealing.sealed("words")
        sealing.hold([second, first])
        assert sealing.opened(sealed) == "words"
        sealing.hold([second])
        assert sealing.opened(sealed) is None
        assert sealing.opened(None) is None
    finally:
        sealing.hold(ours)


def test_somebody_whose_key_is_gone_has_no_code(somebody: Make, session: Session) -> None:
    person = somebody()
    row = person.row(session)
    row.tf_totp_secret = "gibberish"
    session.commit()
    assert not proof.spend_code(row, person.code(), now())


def test_an_account_that_is_not_stored_proves_nothing(facility: Facility) -> None:
    with pytest.raises(RuntimeError):
        proof.prove(a_staff(at=facility), PASSWORD, now())
