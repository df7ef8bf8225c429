"""Pure scoring of questionnaires: item answers in, score out; missing is not zero."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from treatment.instruments.catalog.mind import PCPTSD5_CUT
from treatment.instruments.catalog.substances import AUDIT_C_CUT
from treatment.instruments.scoring import scales
from treatment.instruments.scoring.scales import Item, Score
from treatment.instruments.vocabulary import Severity, Sex, Stage, SuicideRisk

Yes = bool | None  # None: not answered

TOLERANCE_AND_WITHDRAWAL: Final = slice(9, 11)  # c10, c11
REQUIRED_CRITERIA: Final = ((6, Severity.SEVERE), (4, Severity.MODERATE), (2, Severity.MILD))
BAM_DAY_BANDS: Final = (0, 3, 8, 15, 30)
LOW_IMPORTANCE: Final = 5
LOW_CONFIDENCE: Final = 4


@dataclass(frozen=True, slots=True)
class Criteria:
    """How many of the eleven criteria count, and how many more might [S54]."""

    yes: int
    unknown: int

    @property
    def severity(self) -> Severity:
        return severity(self.yes)

    @property
    def severity_max(self) -> Severity:
        return severity(self.yes + self.unknown)

    @property
    def text(self) -> str:
        now, most = self.severity.label, self.severity_max.label
        return now if now == most else f"{now}, possibly {most}"


def severity(count: int) -> Severity:
    """0-1 none, 2-3 mild, 4-5 moderate, 6 or more severe [S54]."""
    return next((word for least, word in REQUIRED_CRITERIA if count >= least), Severity.NONE)


def criteria(answers: Sequence[Yes], *, as_prescribed: Yes = False) -> Criteria:
    """Count the criteria c1-c11 (DSM-5-TR in own words) [S54].

    `as_prescribed` is for a prescribed opioid, sedative or stimulant taken as directed: tolerance
    and withdrawal then count neither as yes nor as unknown; None leaves a yes on them open.
    """
    settled, apart = list(answers[:9]), list(answers[TOLERANCE_AND_WITHDRAWAL])
    if as_prescribed is None:
        apart = [None if answer else answer for answer in apart]
    counted = settled if as_prescribed else settled + apart
    return Criteria(yes=counted.count(True), unknown=counted.count(None))


def pcptsd5(items: Sequence[Item], *, exposed: Yes) -> Score:
    """PC-PTSD-5: without exposure 0 whatever the items say; gate not asked, items count [S29]."""
    return scales.PCPTSD5.read(0) if exposed is False else scales.PCPTSD5.score(items)


def pcptsd5_cut(sex: Sex | None) -> int:
    """4, for women and unknown sex 3 [S29]."""
    return PCPTSD5_CUT.of(sex)


def audit_c_cut(sex: Sex | None) -> int:
    """4, for women and unknown sex 3 [S30]."""
    return AUDIT_C_CUT.of(sex)


@dataclass(frozen=True, slots=True)
class SuicideScreen:
    """Answers to the suicide screener q1-q6 and q6 within three months [S38]."""

    q1: Yes = None
    q2: Yes = None
    q3: Yes = None
    q4: Yes = None
    q5: Yes = None
    q6: Yes = None
    q6r: Yes = None

    @property
    def missing(self) -> tuple[str, ...]:
        """Required questions without an answer: q1, q2, q6; q3-q5 once q2 is yes."""
        required = ("q1", "q2", "q3", "q4", "q5", "q6") if self.q2 else ("q1", "q2", "q6")
        return tuple(name for name in required if getattr(self, name) is None)

    @property
    def is_high(self) -> bool:
        """Intent, plan or recent act; an act with unknown timing counts as recent [S38]."""
        recent_act = bool(self.q6) and self.q6r is not False
        return bool(self.q4 or self.q5 or self.q6r) or recent_act

    @property
    def is_moderate(self) -> bool:
        return not self.is_high and bool(self.q3 or self.q6)

    @property
    def says_all_no(self) -> bool:
        """Complete, and nothing in it is yes."""
        return not (self.missing or self.is_high or self.is_moderate or self.q1 or self.q2)

    @property
    def triage(self) -> SuicideRisk:
        """The level of the screener alone; never a sum [S38]."""
        if self.is_high:
            return SuicideRisk.HIGH
        if self.is_moderate:
            return SuicideRisk.MODERATE
        if self.missing:
            return SuicideRisk.INCOMPLETE
        return SuicideRisk.LOW if self.q1 or self.q2 else SuicideRisk.NONE


def dast10(answers: Sequence[Yes]) -> Score:
    """DAST-10: one point per yes, item 3 (able to stop) reversed [S36]."""
    points = [None if yes is None else int(yes) for yes in answers]
    able = points[2]
    points[2] = None if able is None else 1 - able
    return scales.DAST10.score(points)


@dataclass(frozen=True, slots=True)
class BamScores:
    """The three subscales of the Brief Addiction Monitor; there is no total [S31]."""

    use: Score
    risk: Score
    protective: Score


def bam(answers: Mapping[int, Item]) -> BamScores:
    """Score BAM items by their number 1-17; 7 and 17 are read, not counted [S31]."""
    parts = {
        name: scale.score([answers.get(number) for number in scales.BAM_ITEMS[name]])
        for name, scale in scales.BAM_PARTS.items()
    }
    return BamScores(**parts)


def bam_days(days: int) -> int:
    """Points for a number of days in the past 30: 0, 1-3, 4-8, 9-15, 16-30 [S31]."""
    return next(points for points, last in enumerate(BAM_DAY_BANDS) if days <= last)


def low_readiness(
    stage: Stage | None, importance: float | None, *, low: float = LOW_IMPORTANCE
) -> Yes:
    """Precontemplation or contemplation, or importance at or below `low`."""
    early = None if stage is None else stage in {Stage.PRECONTEMPLATION, Stage.CONTEMPLATION}
    unimportant = None if importance is None else importance <= low
    if early or unimportant:
        return True
    return None if early is None or unimportant is None else False


def low_confidence(confidence: float | None) -> Yes:
    """Confidence 4 or less."""
    return None if confidence is None else confidence <= LOW_CONFIDENCE


def urica(
    *, precontemplation: float, contemplation: float, action: float, maintenance: float
) -> float:
    """URICA readiness from the four mean scores, -2 to +14; no fixed cut-off [S33]."""
    return round(contemplation + action + maintenance - precontemplation, 2)
