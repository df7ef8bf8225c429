"""Taking one instrument: its items, the score beside them, and what cannot wait afterwards."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from uuid_utils.compat import uuid7

from treatment.accounts.doors import me
from treatment.audit.trail import Event, keep
from treatment.audit.vocabulary import Action
from treatment.instruments import operations, queries
from treatment.instruments.alarms import alarms_of
from treatment.instruments.catalog import Instrument
from treatment.instruments.forms import (
    EMPTY,
    Answers,
    MeasureForm,
    fields_of,
    form_for,
    ranges,
    read,
)
from treatment.instruments.models import Measurement
from treatment.instruments.operations import Taken
from treatment.instruments.views import series
from treatment.instruments.views.pages import (
    INTRO,
    Known,
    about_of,
    bp,
    reading_of,
    sex_of,
    the_known,
)
from treatment.patients.models import Episode
from treatment.patients.views.charts import chart_of, the_episode, token_of
from treatment.permissions import Permission
from treatment.records.alarms import Alarm
from treatment.records.models import Alert
from treatment.records.operations.alerts import raise_alerts, raised_now
from treatment.records.views.drafts import Offer, forget, offered
from treatment.records.vocabulary import Kind
from treatment.web.clock import now
from treatment.web.extensions import db
from treatment.web.guards import fragment, keeps_drafts, requires

WRONG = 422


@dataclass(frozen=True, slots=True)
class _Sent:
    """What the page shows as typed: the answers read, the fields as they came, what is wrong."""

    answers: Answers
    typed: Mapping[str, list[str]]
    problems: Mapping[str, str]


@bp.get("/episodes/<uuid:episode_id>/scores/<key>/new")
@requires(Permission.MEASURE_RECORD)
def take(episode_id: UUID, key: str) -> ResponseReturnValue:
    """One screen for one instrument, empty or as it was left unsaved."""
    episode, known, draft = the_episode(episode_id), the_known(key), offered()
    operations.refuse_ended(episode)
    typed = draft.fields if draft and draft.is_used else {}
    form = form_for(key, draft.typed if draft and draft.is_used else None)
    return _page(episode, known, form, _Sent(read(known, typed), typed, {}), draft)


@bp.post("/episodes/<uuid:episode_id>/scores/<key>/new")
@requires(Permission.MEASURE_RECORD)
@keeps_drafts
def keep_taken(episode_id: UUID, key: str) -> ResponseReturnValue:
    """Keep a measurement; the same form twice makes one."""
    episode, known, form = the_episode(episode_id), the_known(key), form_for(key)
    typed = request.form.to_dict(flat=False)
    answers = read(known, typed)
    is_valid = form.validate_on_submit()
    problems = dict(_problems(known, form, answers))
    if not is_valid or problems:
        return _page(episode, known, form, _Sent(answers, typed, problems), None), WRONG
    token = token_of(form)
    raised = [] if _is_made(token, episode) else _keep(token, episode, known, form, answers)
    after = url_for(".trend", episode_id=episode_id, key=key)
    if raised:
        return redirect(url_for("records.alert", alert_id=raised[0].id, back=after), 303)
    return redirect(after, 303)


@bp.post("/episodes/<uuid:episode_id>/scores/<key>/new/score")
@requires(Permission.MEASURE_RECORD)
@fragment
def live_score(episode_id: UUID, key: str) -> ResponseReturnValue:
    """The score and the alarms of what is answered so far; nothing is saved."""
    episode, known, form = the_episode(episode_id), the_known(key), form_for(key)
    answers = read(known, request.form.to_dict(flat=False))
    return render_template("instruments/_score.html", **_beside(episode, known, form, answers))


def _page(
    episode: Episode, known: Known, form: MeasureForm, sent: _Sent, draft: Offer | None
) -> str:
    form.token.data = form.token.data or str(uuid7())
    return render_template(
        "instruments/take.html",
        **chart_of(episode.patient, episode),
        **_beside(episode, known, form, sent.answers),
        form=form,
        about=about_of(known),
        intro=INTRO.get(known.key),
        ranges=() if isinstance(known, Instrument) else ranges(known),
        typed=sent.typed,
        problems=sent.problems,
        listed=[(_control(known, name), sentence) for name, sentence in sent.problems.items()],
        draft=draft,
        has_earlier=_has_earlier(episode, known),
    )


def _beside(episode: Episode, known: Known, form: MeasureForm, answers: Answers) -> dict[str, Any]:
    """The score beside the form."""
    return {
        "known": known,
        "reading": reading_of(known, answers.values, form, episode),
        "answers": answers,
        "bands": _bands(known, episode),
        "alarms": _alarms(known, form, answers, episode),
    }


def _alarms(known: Known, form: MeasureForm, answers: Answers, episode: Episode) -> list[Alarm]:
    values = answers.values if isinstance(known, Instrument) else answers.values[0]
    return alarms_of(known.key, values, sex_of(episode), form.pulse)


def _bands(known: Known, episode: Episode) -> list[tuple[str, str, float, str]]:
    """Each band: from-to, word, top, color."""
    bands, lines = known.bands_for(sex_of(episode)), known.lines
    tops = [band.low - 1 for band in bands[1:]] + [line.high for line in lines[:1]]
    return [
        (
            f"{band.low:g}" if band.low == top else f"{band.low:g}–{top:g}",
            band.label,
            top,
            band.tone,
        )
        for band, top in zip(bands, tops, strict=False)
    ]


def _problems(known: Known, form: MeasureForm, answers: Answers) -> Iterator[tuple[str, str]]:
    """A sentence beside each item that cannot be kept as it is."""
    yield from answers.problems.items()
    if sentence := form.contradicts(answers.values):
        yield fields_of(known)[0], sentence
    if answers.are_empty and not answers.problems and not form.says_enough():
        yield fields_of(known)[0], EMPTY


def _control(known: Known, name: str) -> str:
    """The first control of a field, for the summary above the form."""
    return f"{name}-0" if isinstance(known, Instrument) else name


def _has_earlier(episode: Episode, known: Known) -> bool:
    earlier = queries.measurements_of(episode.id, me(), now())
    return bool(db.session.scalar(earlier.where(Measurement.instrument == known.key).limit(1)))


def _is_made(token: UUID, episode: Episode) -> bool:
    """Whether this very form was kept before; another episode's token is no token."""
    row = db.session.scalar(queries.made_with(token))
    if row is not None and row.episode_id != episode.id:
        abort(404)
    return row is not None


def _keep(
    token: UUID, episode: Episode, known: Known, form: MeasureForm, answers: Answers
) -> list[Alert]:
    """Keep the measurement; what cannot wait is raised with it."""
    reading, at = reading_of(known, answers.values, form, episode), now()
    taken = Taken(
        token=token,
        values=answers.values,
        reason=form.reason.data,
        observed_at=form.observed_at.data,
        late_reason=form.late_reason.data,
        note=form.note.data,
        details=form.details(),
    )
    row = operations.record(episode, taken, reading, by=me(), at=at)
    db.session.add(row)
    db.session.flush()
    raised = raise_alerts(
        db.session(),
        _alarms(known, form, answers, episode),
        episode=episode,
        source_type=Kind.MEASUREMENT,
        source_id=row.id,
        by=me(),
        at=at,
    )
    forget()
    keep(Event(Action.CREATE, {episode.patient_id}, "measurement", row.id, reason=known.key))
    flash(f"{known.name}: {series.said(row, known)}, saved.", "success")
    return raised_now(raised, at)
