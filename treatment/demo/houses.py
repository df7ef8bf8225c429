"""Two invented facilities, their programs and the people who work there."""

from dataclasses import dataclass
from typing import Any

from treatment.accounts.vocabulary import Credential
from treatment.permissions import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """One demo account; `license_days` from today, None where a license does not expire."""

    username: str
    name: str
    roles: frozenset[Role]
    credential: Credential = Credential.NONE
    license_number: str | None = None
    license_days: int | None = None
    access_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """A facility; programs are name, level of care in the clinician's words, and places."""

    name: str
    zone: str
    programs: tuple[tuple[str, str, int], ...]
    workers: tuple[Worker, ...]
    counselors: tuple[str, ...]
    cosigner: str
    prescriber: str
    nurse: str
    director: str
    records: str
    collects_teds: bool = False  # federal treatment episode data


def _worker(username: str, name: str, role: Role, credential: Credential, **more: Any) -> Worker:
    number = None if credential is Credential.NONE else f"DEMO-{abs(hash_of(username)):05d}"
    return Worker(
        username=username,
        name=name,
        roles=frozenset({role, *more.pop("also", ())}),
        credential=credential,
        license_number=number,
        license_days=more.pop("license_days", 400),
        **more,
    )


def hash_of(text: str) -> int:
    """A small number that is the same in every run."""
    return sum((place + 7) * ord(letter) for place, letter in enumerate(text)) % 100_000


R, C = Role, Credential
HARBOR_POINT = House(
    name="Harbor Point Recovery Center",
    zone="America/Los_Angeles",
    programs=(
        ("Medical detox", "Medically managed residential", 16),
        ("Residential", "Clinically managed high-intensity residential", 36),
        ("Intensive outpatient", "Intensive outpatient, 9 to 19 hours a week", 40),
        ("Outpatient", "Outpatient, under 9 hours a week", 60),
    ),
    workers=(
        _worker("mara.okafor", "Mara Okafor", R.COUNSELOR, C.CADC),
        _worker("james.reed", "James Reed", R.COUNSELOR, C.LAADC),
        _worker("teresa.silva", "Teresa Silva", R.COUNSELOR, C.RADT, license_days=45),
        _worker("anna.lindgren", "Anna Lindgren", R.THERAPIST, C.LCSW),
        _worker("paul.moreno", "Paul Moreno", R.THERAPIST, C.LMFT),
        _worker("ines.tavares", "Ines Tavares", R.PRESCRIBER, C.MD),
        _worker("kim.albright", "Kim Albright", R.PRESCRIBER, C.NP),
        _worker("joe.santana", "Joe Santana", R.NURSE, C.RN),
        _worker("helen.brandt", "Helen Brandt", R.MEDICAL_DIRECTOR, C.MD),
        _worker("priya.nair", "Priya Nair", R.DIRECTOR, C.LCSW),
        _worker("omar.haddad", "Omar Haddad", R.RECORDS, C.NONE),
        _worker("clara.jensen", "Clara Jensen", R.AUDITOR, C.NONE, access_days=90),
        _worker("sam.whitlock", "Sam Whitlock", R.ADMINISTRATOR, C.NONE),
    ),
    counselors=("mara.okafor", "james.reed", "teresa.silva"),
    cosigner="anna.lindgren",
    prescriber="ines.tavares",
    nurse="joe.santana",
    director="priya.nair",
    records="omar.haddad",
)
MESA_RIDGE = House(
    name="Mesa Ridge Treatment Center",
    zone="America/Denver",
    programs=(
        ("Medical detox", "Medically managed residential", 8),
        ("Residential", "Clinically managed high-intensity residential", 20),
        ("Intensive outpatient", "Intensive outpatient, 9 to 19 hours a week", 24),
        ("Outpatient", "Outpatient, under 9 hours a week", 30),
    ),
    workers=(
        _worker("nora.quist", "Nora Quist", R.COUNSELOR, C.CADC),
        _worker("elias.vance", "Elias Vance", R.THERAPIST, C.LPCC),
        _worker("ruth.osei", "Ruth Osei", R.PRESCRIBER, C.DO),
        _worker("ben.larkin", "Ben Larkin", R.NURSE, C.RN),
        _worker("dolores.aguirre", "Dolores Aguirre", R.DIRECTOR, C.LMFT),
        _worker("ivy.stone", "Ivy Stone", R.RECORDS, C.NONE),
        _worker("max.tillman", "Max Tillman", R.ADMINISTRATOR, C.NONE),
    ),
    counselors=("nora.quist", "nora.quist", "nora.quist"),
    cosigner="elias.vance",
    prescriber="ruth.osei",
    nurse="ben.larkin",
    director="dolores.aguirre",
    records="ivy.stone",
    collects_teds=True,
)
HOUSES = (HARBOR_POINT, MESA_RIDGE)
