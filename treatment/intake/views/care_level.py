"""The level of care: every choice with its reasons, and choosing anew, signed."""

from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from treatment.audit.trail import keep
from treatment.audit.vocabulary import Action
from treatment.intake import queries
from treatment.intake.forms.care_level import FORMS
from treatment.intake.levels import BOOK, DIMENSIONS, LEVELS, RATED_IN_FIGURES
from treatment.intake.models import LevelOfCare
from treatment.intake.operations.placing import choose_level, record_of_level
from treatment.intake.views.clinician import (
    NONE_YET,
    WRONG,
    begun,
    happened,
    held_episode,
    is_sent_before,
    refuse_stale,
)
from treatment.intake.views.pages import bp
from treatment.intake.vocabulary import Edition
from treatment.patients.forms import fresh_token
from treatment.patients.models import Episode
from treatment.patients.views.charts import chart_of, the_episode, token_of
from treatment.permissions import Permission
from treatment.records.models import Signature
from treatment.records.operations import is_intact
from treatment.records.views.drafts import forget
from treatment.records.views.hands import hand
from treatment.records.vocabulary import ATTESTATIONS, Meaning
from treatment.web.clock import now
from treatment.web.extensions import db
from treatment.web.guards import keeps_drafts, requires, signed_in


@bp.get("/episodes/<uuid:episode_id>/care-level")
@requires(Permission.PROBLEM_READ)
def care_level(episode_id: UUID) -> ResponseReturnValue:
    """Every choice of a level, the one that counts first."""
    care = the_episode(episode_id)
    rows = levels_of(care)
    under = db.session.scalars(queries.signatures_of_levels(care.id, signed_in()))
    signed = {row.object_id: row for row in under}
    return render_template(
        "intake/care_level.html",
        **chart_of(care.patient, care),
        rows=[(row, signed.get(row.id), _is_intact(row, signed.get(row.id), care)) for row in rows],
        editions=list(Edition),
        book=BOOK,
    )


@bp.route("/episodes/<uuid:episode_id>/care-level/<edition>", methods=["GET", "POST"])
@requires(Permission.CARE_LEVEL_CHOOSE)
@keeps_drafts
def care_level_choose(episode_id: UUID, edition: str) -> ResponseReturnValue:
    """Choose the level in the words of one edition; nothing is computed from anything."""
    care, chosen = the_episode(episode_id), _edition(edition)
    before = next(iter(levels_of(care)), None)
    seen = str(before.id if before else NONE_YET)
    form, draft = begun(FORMS[chosen], token=fresh_token(), seen=seen)
    if not form.validate_on_submit():
        page = _choosing_page(care, chosen, form, draft=draft, before=before)
        return page, WRONG if form.is_submitted() else 200
    care = held_episode(episode_id)
    key = token_of(form)
    row = db.session.get(LevelOfCare, key)
    if not is_sent_before(row, row is not None and row.episode_id == care.id):
        before = next(iter(levels_of(care)), None)
        refuse_stale(form, before.id if before else None, _said(before))
        level, signature = choose_level(care, form.choice(chosen), hand(form.proof), id=key)
        db.session.add_all([level, signature])
        db.session.flush()
        forget()
        proof = signature.content_sha256
        keep(happened(Action.SIGN, care, "level_of_care", key, reason=chosen.value, after=proof))
        flash("The level of care is signed.", "success")
    return redirect(url_for(".care_level", episode_id=care.id), 303)


def levels_of(care: Episode) -> list[LevelOfCare]:
    return list(db.session.scalars(queries.levels_of_care(care.id, signed_in(), now())))


def _edition(word: str) -> Edition:
    return next((each for each in Edition if each.value == word), None) or abort(404)


def _choosing_page(care: Episode, edition: Edition, form: Any, **more: Any) -> str:
    return render_template(
        "intake/care_level_choose.html",
        **chart_of(care.patient, care),
        form=form,
        edition=edition,
        editions=list(Edition),
        names=LEVELS[edition],
        dimensions=DIMENSIONS[edition],
        in_figures=edition in RATED_IN_FIGURES,
        book=BOOK,
        **more,
        attestation=ATTESTATIONS[Meaning.DECISION],
    )


def _is_intact(level: LevelOfCare, signature: Signature | None, care: Episode) -> bool:
    content = record_of_level(level, care).content
    return signature is not None and is_intact(signature, content)


def _said(level: LevelOfCare | None) -> dict[str, str]:
    if level is None:
        return {}
    return {"Indicated": level.indicated, "Actual": level.actual, "Reason": level.reason}
