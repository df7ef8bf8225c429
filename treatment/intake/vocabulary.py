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


LABELS = {
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
