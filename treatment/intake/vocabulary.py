"""The closed word lists an intake answers with; None in place of a word means nobody knows."""

from enum import StrEnum

from treatment.instruments.vocabulary import Severity, Sex, Stage, SuicideRisk

__all__ = [
    "BenzodiazepineUse",
    "Choice",
    "Hcg",
    "Housing",
    "Interest",
    "MutualHelp",
    "OpioidUse",
    "Overdose",
    "Pregnancy",
    "Product",
    "SeizureHistory",
    "Severity",
    "Sex",
    "Stage",
    "Substance",
    "SuicideRisk",
    "Support",
]


class Choice(StrEnum):
    """A word of a closed list; its label is its value in plain words unless the list says more."""

    @property
    def label(self) -> str:
        return LABELS.get(self.value, self.value.replace("_", " ").capitalize())


class Substance(Choice):
    """The substance this episode of care is mainly about."""

    KRATOM_LEAF = "kratom_leaf"
    KRATOM_EXTRACT = "kratom_extract"
    KRATOM_7OH = "kratom_7oh"
    OPIOID = "opioid"
    ALCOHOL = "alcohol"
    SEDATIVE = "sedative"
    STIMULANT = "stimulant"
    CANNABIS = "cannabis"
    OTHER = "other"


class Product(Choice):
    """Kratom products in use."""

    LEAF = "leaf"
    CAPSULE = "capsule"
    TEA = "tea"
    EXTRACT = "extract"
    SEVEN_OH = "7oh"


class Pregnancy(Choice):
    YES = "yes"
    NO = "no"
    NA = "na"


class Hcg(Choice):
    """Result of the urine pregnancy test; NONE is a test not done."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    NONE = "none"


class OpioidUse(Choice):
    """Opioids beside kratom."""

    NONE = "none"
    PRESCRIBED = "prescribed"
    SHORT_ACTING = "short_acting"
    FENTANYL = "fentanyl"
    LONG_ACTING = "long_acting"


class BenzodiazepineUse(Choice):
    NONE = "none"
    INTERMITTENT = "intermittent"
    DAILY_PRESCRIBED = "daily_prescribed"
    DAILY_NONPRESCRIBED = "daily_nonprescribed"


class Overdose(Choice):
    NONE = "none"
    LIFETIME = "lifetime"
    PAST_12M = "past_12m"


class SeizureHistory(Choice):
    NONE = "none"
    EPILEPSY = "epilepsy"
    WITHDRAWAL = "withdrawal"
    DRUG = "drug"


class Housing(Choice):
    STABLE = "stable"
    UNSTABLE = "unstable"
    HOMELESS = "homeless"
    UNSAFE = "unsafe"


class Support(Choice):
    GOOD = "good"
    LIMITED = "limited"
    NONE = "none"


class Interest(Choice):
    YOGA = "yoga"
    MINDFULNESS = "mindfulness"
    ART = "art"
    EQUINE = "equine"
    RECREATION = "recreation"


class MutualHelp(Choice):
    TWELVE_STEP = "twelve_step"
    SECULAR = "secular"


class ProblemKind(Choice):
    """A line of the problem list: a diagnosis, a circumstance (Z code) or the person's own."""

    DIAGNOSIS = "diagnosis"
    CIRCUMSTANCE = "circumstance"
    OWN = "own"


class ProblemState(Choice):
    """Where a problem stands; a proposed diagnosis is confirmed by a licensed hand."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    NOT_CONFIRMED = "not_confirmed"
    ACTIVE = "active"
    EARLY_REMISSION = "early_remission"
    SUSTAINED_REMISSION = "sustained_remission"
    RESOLVED = "resolved"
    ENTERED_IN_ERROR = "entered_in_error"


class ReviewMode(Choice):
    """How a licensed practitioner reviewed a counselor's assessment."""

    IN_PERSON = "in_person"
    VIDEO = "video"
    PHONE = "phone"


class Edition(Choice):
    """Which book a level of care is named after; its rules are not in this product."""

    ASAM_4 = "asam_4"
    ASAM_3 = "asam_3"
    OTHER = "other_edition"


class AdmissionItem(Choice):
    """The papers and talks of an admission."""

    CONFIDENTIALITY_NOTICE = "confidentiality_notice"
    CONSENT_TO_TREAT = "consent_to_treat"
    ADMISSION_AGREEMENT = "admission_agreement"
    ORIENTATION = "orientation"


class AdmissionOutcome(Choice):
    """How it went; a refusal is an outcome too."""

    SIGNED = "signed"
    ACKNOWLEDGED = "acknowledged"
    GIVEN = "given"
    REFUSED = "refused"
    UNABLE = "unable"
    NOT_NEEDED = "not_needed"


LABELS = {
    "circumstance": "Circumstance (Z code)",
    "own": "Named by the person",
    "phone": "By phone",
    "video": "By video",
    "asam_4": "ASAM Criteria, 4th edition",
    "asam_3": "ASAM Criteria, 3rd edition",
    "other_edition": "Other",
    "confidentiality_notice": "Notice of federal confidentiality (42 CFR Part 2)",
    "consent_to_treat": "Consent to treatment",
    "admission_agreement": "Admission agreement",
    "orientation": "Orientation to the program",
    "unable": "Could not be done",
    "kratom_leaf": "Kratom leaf (powder, capsules, tea)",
    "kratom_extract": "Kratom extract",
    "kratom_7oh": "7-hydroxymitragynine (7-OH)",
    "7oh": "7-OH",
    "na": "Not applicable",
    "short_acting": "Short-acting, not prescribed",
    "fentanyl": "Fentanyl",
    "long_acting": "Long-acting (methadone, buprenorphine)",
    "daily_prescribed": "Daily, prescribed",
    "daily_nonprescribed": "Daily, not prescribed",
    "past_12m": "In the past 12 months",
    "lifetime": "Longer ago",
    "withdrawal": "During withdrawal",
    "drug": "Caused by a drug",
    "equine": "Horses (equine)",
    "art": "Art",
    "recreation": "Recreation and sport",
    "twelve_step": "12-step",
    "secular": "Secular (SMART Recovery)",
}
