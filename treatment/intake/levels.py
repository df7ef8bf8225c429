"""Names of levels of care and dimensions, by edition: names only, no rule (CLINICAL.md 1.14)."""

from dataclasses import dataclass

from treatment.intake.vocabulary import Edition

BOOK = (
    "Names only. What a level or a rating means stands in the book of the edition; nothing here is "
    "computed, and no endorsement by its publisher is claimed."
)


@dataclass(frozen=True, slots=True)
class Name:
    """A number and a name, with how certain the name is."""

    key: str
    words: str
    certainty: str

    @property
    def said(self) -> str:
        return f"{self.key} {self.words}"


LEVELS: dict[Edition, tuple[Name, ...]] = {
    Edition.ASAM_4: (
        Name("1.0", "Long-term remission monitoring", "K"),
        Name("1.5", "Outpatient therapy", "K"),
        Name("1.7", "Medically managed outpatient", "K"),
        Name("2.1", "Intensive outpatient", "K"),
        Name("2.5", "High-intensity outpatient", "K"),
        Name("2.7", "Medically managed intensive outpatient", "K"),
        Name("3.1", "Clinically managed low-intensity residential", "K"),
        Name("3.5", "Clinically managed high-intensity residential", "K"),
        Name("3.7", "Medically managed residential", "K"),
        Name("4", "Medically managed inpatient", "K"),
    ),
    Edition.ASAM_3: (),
    Edition.OTHER: (),
}
DIMENSIONS: dict[Edition, tuple[Name, ...]] = {
    Edition.ASAM_4: (
        Name("1", "Intoxication, withdrawal and addiction medications", "V"),
        Name("2", "Biomedical conditions", "V"),
        Name("3", "Psychiatric and cognitive conditions", "V"),
        Name("4", "Substance-use-related risks", "K"),
        Name("5", "Recovery-environment interactions", "K"),
        Name("6", "Person-centered considerations", "K"),
    ),
    Edition.ASAM_3: (
        Name("1", "Intoxication and withdrawal potential", "V"),
        Name("2", "Biomedical", "V"),
        Name("3", "Emotional, behavioral and cognitive", "V"),
        Name("4", "Readiness", "V"),
        Name("5", "Relapse and continued-use potential", "V"),
        Name("6", "Recovery environment", "V"),
    ),
    Edition.OTHER: (),
}
RATED_IN_FIGURES = frozenset({Edition.ASAM_3})  # 0 to 4; the others in the clinician's own words
FIGURES = ("0", "1", "2", "3", "4")
