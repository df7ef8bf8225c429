"""An intake as one sheet of words: the screen and the paper show exactly this and nothing else."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from treatment.accounts.models import Facility
from treatment.intake.models import Assessment
from treatment.intake.operations.reviewing import needs_review, record_under
from treatment.intake.review.record import parts_of
from treatment.patients.banner import Banner
from treatment.records.models import Addendum, Signature
from treatment.records.operations import is_intact, retraction_in
from treatment.records.vocabulary import AddendumKind, Meaning
from treatment.web.filters import day, local, number

Words = dict[str, Any]
NOT_SIGNED, WITHDRAWN = "NOT SIGNED", "WITHDRAWN"
STATEMENT = "42 CFR part 2 prohibits unauthorized use or disclosure of these records."
UNKEPT = (
    "Signed before records were kept in words: the answers are as signed, the questions are worded "
    "as today."
)
BROKEN = (
    "This is not what was signed. What is stored no longer matches a signature: tell your "
    "administrator and do not rely on this record."
)
OPEN = "These answers can still change, and nothing is established until somebody signs them."


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Everything a sheet is made from, already loaded for the person asking."""

    assessment: Assessment
    record: Mapping[str, Any]
    signatures: Sequence[Signature]
    addenda: Sequence[tuple[Addendum, Signature]]
    banner: Banner
    facility: Facility

    @property
    def author(self) -> Signature | None:
        return next((each for each in self.signatures if each.meaning is Meaning.AUTHOR), None)

    @property
    def withdrawn(self) -> Addendum | None:
        return retraction_in([each for each, _ in self.addenda])


def sheet_of(source: Source) -> Words:
    """The whole sheet; every moment in the facility's own time."""
    zone, record = source.facility.tz, source.record
    return {
        "title": "Intake assessment",
        "mark": _mark(source),
        "head": _head(source),
        "foot": STATEMENT if source.facility.part2 else "Confidential health record.",
        "notices": _notices(source),
        "facts": _facts(source, zone),
        "scores": [_score(each) for each in record["scores"]],
        "contradictions": [_contradiction(each, zone) for each in record["contradictions"]],
        "needs": list(record["needs"]),
        "sections": _sections(source, zone),
        "addenda": [_addendum(each, under, source, zone) for each, under in source.addenda],
        "signatures": [_signature(each, source, zone) for each in source.signatures],
        "waiting": _waiting(source),
        "hash": source.assessment.content_sha256 or "",
    }


def _mark(source: Source) -> str:
    if not source.assessment.is_signed:
        return NOT_SIGNED
    return WITHDRAWN if source.withdrawn else ""


def _head(source: Source) -> dict[str, str]:
    banner, assessment = source.banner, source.assessment
    return {
        "facility": source.facility.name,
        "program": banner.program or "",
        "patient": banner.name,
        "chart": f"chart {banner.chart_number}",
        "born": f"born {day(banner.birth_date, source.facility.tz)}",
        "record": f"record {assessment.id}",
        "version": f"questionnaire {assessment.questionnaire_version}",
    }


def _notices(source: Source) -> list[str]:
    said = {
        OPEN: not source.assessment.is_signed,
        UNKEPT: source.assessment.is_signed and source.assessment.record is None,
        BROKEN: not is_sound(source),
    }
    return [sentence for sentence, holds in said.items() if holds]


def is_sound(source: Source) -> bool:
    """Whether every signature still fits what stands above it."""
    return all(
        is_intact(each, record_under(source.assessment, each).content) for each in source.signatures
    )


def _facts(source: Source, zone: ZoneInfo) -> list[list[str]]:
    assessment, record = source.assessment, source.record
    started = f"{local(assessment.started_at, zone)} by {assessment.started_by.credential_line}"
    signed = "Not signed"
    if source.author is not None:
        signed = f"{local(source.author.signed_at, zone)} by {_name(source.author)}"
    return [
        ["Started", started],
        ["Signed", signed],
        ["Questionnaire", f"version {record['questionnaire']}"],
        ["Not asked", f"{record['unknown']} questions that apply"],
    ]


def _score(score: Mapping[str, Any]) -> Words:
    total = score["total"]
    said = number(total) if total is not None else ""
    if total is not None and score["maximum"] is not None:
        said = f"{said} of {number(score['maximum'])}"
    words = " · ".join(each for each in (said, score["said"]) if each)
    version = f"version {score['version']}"
    flags = ["provisional: taken in withdrawal"] if score["is_provisional"] else []
    return {
        "name": score["name"],
        "said": words,
        "tone": score["tone"],
        "note": ", ".join([version, *flags]),
    }


def _contradiction(found: Mapping[str, Any], zone: ZoneInfo) -> Words:
    is_resolved = any(each["covers"] for each in found["resolved"])
    stands = "Resolved with a note" if is_resolved else "Still stands"
    return {
        "sentence": found["sentence"],
        "state": stands if found["holds"] else "No longer stands",
        "sides": [f"{each['asked']}: {each['said']}" for each in found["sides"]],
        "resolved": [
            {"note": each["note"], "by": _resolved_by(each, zone)} for each in found["resolved"]
        ],
    }


def _resolved_by(resolved: Mapping[str, Any], zone: ZoneInfo) -> str:
    signed = f"{resolved['by']}, {_moment(resolved['at'], zone)}"
    return signed if resolved["covers"] else f"{signed}; an answer was changed afterwards"


def _sections(source: Source, zone: ZoneInfo) -> list[Words]:
    corrected = _corrections(source.addenda, zone)
    return [
        {
            "key": section["key"],
            "title": section["title"],
            "written": [
                f"{each['by']}, {_moment(each['at'], zone)}" for each in section["written"]
            ],
            "blocks": [
                {
                    "title": block["title"],
                    "questions": [
                        {**each, "corrected": corrected.get(each["key"], [])}
                        for each in block["questions"]
                    ],
                }
                for block in section["blocks"]
            ],
        }
        for section in source.record["sections"]
    ]


def _corrections(
    addenda: Iterable[tuple[Addendum, Signature]], zone: ZoneInfo
) -> dict[str, list[Words]]:
    found: dict[str, list[Words]] = {}
    for each, under in addenda:
        if each.kind is AddendumKind.CORRECTION and each.part:
            by = f"{_name(under)}, {local(each.entered_at, zone)}"
            entry = {"words": each.words, "by": by, "id": str(each.id)}
            found.setdefault(each.part, []).append(entry)
    return found


def _addendum(addendum: Addendum, under: Signature, source: Source, zone: ZoneInfo) -> Words:
    names = {key: label for key, label, _ in parts_of(source.record)}
    happened = addendum.occurred_at
    return {
        "id": str(addendum.id),
        "kind": addendum.kind.value,
        "label": addendum.kind.label,
        "about": names.get(addendum.part or "", ""),
        "happened": local(happened, zone) if happened else "",
        "entered": local(addendum.entered_at, zone),
        "was": addendum.was or "",
        "words": addendum.words,
        "reason": addendum.reason or "",
        "signature": _block(under, zone),
    }


def _signature(signature: Signature, source: Source, zone: ZoneInfo) -> Words:
    block = _block(signature, zone)
    if signature.meaning is Meaning.REVIEW:
        for each in source.assessment.reviews:
            if (each.at, each.by_id) == (signature.signed_at, signature.signer_id):
                block |= {"mode": each.mode.label, "note": each.note}
    return block


def _block(signature: Signature, zone: ZoneInfo) -> Words:
    """A signature block: name, credential, meaning, time, and how the person proved it."""
    return {
        "name": _name(signature),
        "role": signature.roles,
        "meaning": signature.meaning.label,
        "attestation": signature.attestation,
        "signed": local(signature.signed_at, zone),
        "proof": signature.proof.label,
        "hash": signature.content_sha256,
        "mode": "",
        "note": "",
    }


def _waiting(source: Source) -> str:
    """The signature that is still to come, in words; nothing when none is."""
    if not source.assessment.is_signed:
        return "Author: not signed yet"
    if needs_review(source.author) and not source.assessment.reviews and not source.withdrawn:
        return "Review by a licensed practitioner: not done yet"
    return ""


def _name(signature: Signature) -> str:
    license_ = f" {signature.license_number}" if signature.license_number else ""
    return f"{signature.printed_name}, {signature.credential}{license_}"


def _moment(text: str, zone: ZoneInfo) -> str:
    return local(datetime.fromisoformat(text), zone)
