"""Sixty invented people and how far each of them has come. Nobody here exists."""

from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from treatment.patients.vocabulary import DischargeReason, Referral, Sex


class Reached(IntEnum):
    """The last step of the journey a person has taken; every earlier one was taken too."""

    WAITING = 1
    ADMITTED = 2
    INTAKE_BEGUN = 3
    INTAKE_SIGNED = 4
    DRAFTED = 5
    DECIDED = 6
    SIGNED = 7
    COSIGNED = 8
    APPROVED = 9
    ACTIVE = 10
    DETOX = 11
    PRIMARY = 12
    STEP_DOWN = 13
    AFTERCARE = 14
    DISCHARGED = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who they are, what their intake says and how many days ago they came."""

    name: str
    sex: Sex
    age: int
    story: str
    reached: Reached
    days: float
    house: int = 0
    counselor: int = 0
    goal: str = "I want my mornings back and to be there for my family."
    pronouns: str | None = None
    preferred: str | None = None
    referral: Referral = Referral.SELF
    changes: dict[str, Any] = field(default_factory=dict)
    allergies: tuple[tuple[str, str, bool], ...] = ()
    precautions: tuple[str, ...] = ()
    discharge: DischargeReason | None = None
    attends: float = 0.85

    @property
    def given_name(self) -> str:
        return self.name.split()[0]

    @property
    def family_name(self) -> str:
        return " ".join(self.name.split()[1:])


F, M, U = Sex.FEMALE, Sex.MALE, Sex.UNKNOWN
R = Reached
PENICILLIN = (("Penicillin", "hives", True),)
SULFA = (("Sulfa drugs", "rash", False),)
LATEX = (("Latex", "contact rash", False),)

VIGNETTES = (
    Person(
        name="Marcus Bell",
        sex=M,
        age=34,
        story="P1",
        reached=R.PRIMARY,
        days=26,
        goal="I want to stop counting spoons and keep my job.",
        counselor=0,
        pronouns="he/him",
        allergies=PENICILLIN,
    ),
    Person(
        name="Dana Whitfield",
        sex=F,
        age=26,
        story="P2",
        reached=R.DRAFTED,
        days=1.4,
        goal="I want to finish my degree without needing a dose first.",
        counselor=1,
        pronouns="she/her",
    ),
    Person(
        name="Tyler Novak",
        sex=M,
        age=29,
        story="P3",
        reached=R.DRAFTED,
        days=0.6,
        goal="I do not want to wake up in an ambulance again.",
        counselor=0,
        precautions=("Overdose within 12 months", "Sedative withdrawal risk"),
        referral=Referral.HEALTH_CARE,
    ),
    Person(
        name="Renee Castillo",
        sex=F,
        age=31,
        story="P4",
        reached=R.SIGNED,
        days=3.2,
        goal="I want a night where my head is quiet.",
        counselor=2,
        pronouns="she/her",
        precautions=("Suicide risk: see safety plan",),
        allergies=LATEX,
    ),
    Person(
        name="Alicia Romero",
        sex=F,
        age=28,
        story="P5",
        reached=R.DETOX,
        days=4.5,
        goal="I want my baby to be born healthy.",
        counselor=1,
        pronouns="she/her",
        precautions=("Pregnant, 24 weeks",),
        referral=Referral.HEALTH_CARE,
    ),
    Person(
        name="Walter Lindqvist",
        sex=M,
        age=61,
        story="P6",
        reached=R.ACTIVE,
        days=9,
        goal="I want to walk the dog without thinking about the next capsule.",
        counselor=2,
        allergies=SULFA,
        attends=0.95,
    ),
)

HARBOR_POINT = (
    Person(name="Noah Adeyemi", sex=M, age=41, story="P1", reached=R.WAITING, days=2),
    Person(name="Grace Lindholm", sex=F, age=37, story="P6", reached=R.WAITING, days=5,
           counselor=1, referral=Referral.EMPLOYER),
    Person(name="Ibrahim Saleh", sex=M, age=24, story="P2", reached=R.WAITING, days=1,
           counselor=2, referral=Referral.COURT),
    Person(name="Paula Mendez", sex=F, age=52, story="alcohol", reached=R.ADMITTED, days=0.2,
           counselor=0, allergies=PENICILLIN),
    Person(name="Jonah Kessler", sex=M, age=33, story="P1", reached=R.ADMITTED, days=0.4,
           counselor=1),
    Person(name="Mei-Lin Chow", sex=F, age=29, story="P4", reached=R.INTAKE_BEGUN, days=0.5,
           counselor=2, preferred="Mei", pronouns="she/they"),
    Person(name="Darnell Hughes", sex=M, age=46, story="opioid", reached=R.INTAKE_BEGUN, days=1.1,
           counselor=0, referral=Referral.HEALTH_CARE),
    Person(name="Sofia Marchetti", sex=F, age=35, story="P5", reached=R.INTAKE_BEGUN, days=0.8,
           counselor=1, changes={"pregnancy": "no", "hcg": "negative"}),
    Person(name="Caleb Nakamura", sex=M, age=22, story="P3", reached=R.INTAKE_SIGNED, days=1.0,
           counselor=2),
    Person(name="Hannah O'Rourke", sex=F, age=44, story="alcohol", reached=R.INTAKE_SIGNED,
           days=0.9, counselor=0, allergies=SULFA),
    Person(name="Luis Figueroa", sex=M, age=39, story="P1", reached=R.DRAFTED, days=2.2,
           counselor=1, changes={"kratom_g_day": 12, "importance": 4}),
    Person(name="Tamika Brooks", sex=F, age=30, story="crisis", reached=R.DRAFTED, days=0.3,
           counselor=2, precautions=("Suicide risk: one-to-one",)),
    Person(name="Peter Vogel", sex=M, age=58, story="incomplete", reached=R.DRAFTED, days=1.7,
           counselor=0),
    Person(name="Aisha Rahman", sex=F, age=27, story="P2", reached=R.DRAFTED, days=1.9, counselor=1,
           changes={"hcg": "positive", "pregnancy": "no"}),
    Person(name="Owen Gallagher", sex=M, age=36, story="alcohol", reached=R.DECIDED, days=3,
           counselor=2),
    Person(name="Bianca Ferreira", sex=F, age=33, story="P6", reached=R.DECIDED, days=4,
           counselor=0),
    Person(name="Samuel Ortega", sex=M, age=48, story="opioid", reached=R.DECIDED, days=2.5,
           counselor=1, referral=Referral.COURT),
    Person(name="Leilani Kahale", sex=F, age=25, story="P2", reached=R.SIGNED, days=5, counselor=0,
           changes={"pregnancy": "no", "hcg": "negative", "importance": 8}),
    Person(name="Victor Petrov", sex=M, age=55, story="P6", reached=R.SIGNED, days=6, counselor=1),
    Person(name="Monique Dubois", sex=F, age=42, story="P1", reached=R.COSIGNED, days=6.5,
           counselor=2, changes={"pregnancy": "no"}),
    Person(name="Andre Whitaker", sex=M, age=31, story="opioid", reached=R.COSIGNED, days=5.5,
           counselor=0, precautions=("Fall risk",), changes={"hr": 114}),
    Person(name="Elena Vasquez", sex=F, age=38, story="P4", reached=R.APPROVED, days=7,
           counselor=1),
    Person(name="Kofi Mensah", sex=M, age=28, story="P1", reached=R.APPROVED, days=6, counselor=2),
    Person(name="Rachel Steinberg", sex=F, age=50, story="alcohol", reached=R.DETOX, days=3.5,
           counselor=0, allergies=PENICILLIN, precautions=("Fall risk", "Seizure history")),
    Person(name="Diego Alvarez", sex=M, age=26, story="P3", reached=R.DETOX, days=5, counselor=1,
           precautions=("Sedative withdrawal risk",)),
    Person(name="Chloe Bennett", sex=F, age=32, story="P1", reached=R.DETOX, days=6, counselor=2,
           changes={"pregnancy": "no"}),
    Person(name="Jamal Carter", sex=M, age=40, story="opioid", reached=R.DETOX, days=8,
           counselor=0),
    Person(name="Ingrid Halvorsen", sex=F, age=47, story="P6", reached=R.PRIMARY, days=31,
           counselor=1, attends=0.95),
    Person(name="Tomás Rivera", sex=M, age=35, story="P1", reached=R.PRIMARY, days=38, counselor=2,
           attends=0.6),
    Person(name="Nadia Hussein", sex=F, age=29, story="P2", reached=R.PRIMARY, days=22, counselor=0,
           changes={"pregnancy": "no", "hcg": "negative"}),
    Person(name="Brandon Schultz", sex=M, age=44, story="opioid", reached=R.PRIMARY, days=45,
           counselor=1, attends=0.75),
    Person(name="Keiko Tanaka", sex=F, age=34, story="P4", reached=R.PRIMARY, days=28, counselor=2,
           attends=0.9),
    Person(name="Miles Freeman", sex=M, age=30, story="P3", reached=R.PRIMARY, days=33, counselor=0,
           attends=0.5, precautions=("No contact with: see chart",)),
    Person(name="Carmen Delgado", sex=F, age=57, story="alcohol", reached=R.PRIMARY, days=40,
           counselor=1, allergies=SULFA),
    Person(name="Ethan Brandt", sex=M, age=23, story="P1", reached=R.PRIMARY, days=19, counselor=2),
    Person(name="Yasmin Farouk", sex=F, age=36, story="P2", reached=R.PRIMARY, days=50, counselor=0,
           changes={"pregnancy": "no", "hcg": "negative"}, attends=0.88),
    Person(name="Gregory Pace", sex=M, age=62, story="P6", reached=R.PRIMARY, days=36, counselor=1),
    Person(name="Lucía Ibarra", sex=F, age=31, story="P4", reached=R.STEP_DOWN, days=75,
           counselor=2, attends=0.92),
    Person(name="Dominic Rossi", sex=M, age=37, story="P1", reached=R.STEP_DOWN, days=82,
           counselor=0),
    Person(name="Harper Ellison", sex=U, age=28, story="P2", reached=R.STEP_DOWN, days=68,
           counselor=1, pronouns="they/them", changes={"pregnancy": "no"}),
    Person(name="Stefan Kowalski", sex=M, age=49, story="alcohol", reached=R.STEP_DOWN, days=90,
           counselor=2, attends=0.7),
    Person(name="Maribel Santos", sex=F, age=43, story="P6", reached=R.STEP_DOWN, days=71,
           counselor=0),
    Person(name="Isaac Thornton", sex=M, age=33, story="P1", reached=R.AFTERCARE, days=140,
           counselor=1, attends=0.95),
    Person(name="Fiona Gallo", sex=F, age=40, story="P6", reached=R.AFTERCARE, days=160,
           counselor=2),
    Person(name="Reggie Coleman", sex=M, age=53, story="alcohol", reached=R.AFTERCARE, days=150,
           counselor=0, attends=0.8),
    Person(name="Priscilla Nguyen", sex=F, age=27, story="P2", reached=R.AFTERCARE, days=130,
           counselor=1, changes={"pregnancy": "no", "hcg": "negative"}),
    Person(name="Hector Molina", sex=M, age=45, story="opioid", reached=R.DISCHARGED, days=120,
           counselor=2, discharge=DischargeReason.COMPLETED, attends=0.95),
    Person(name="Shauna Reid", sex=F, age=30, story="P3", reached=R.DISCHARGED, days=60,
           counselor=0,
           discharge=DischargeReason.LEFT, attends=0.4),
)  # fmt: skip

MESA_RIDGE = (
    Person(name="Colton Hayes", sex=M, age=36, story="P1", reached=R.PRIMARY, days=21, house=1),
    Person(name="Rosa Villanueva", sex=F, age=48, story="alcohol", reached=R.DRAFTED, days=1.2,
           house=1),
    Person(name="Amir Haddad", sex=M, age=27, story="P3", reached=R.DETOX, days=4, house=1),
    Person(name="Kelsey Morrow", sex=F, age=33, story="P2", reached=R.ACTIVE, days=8, house=1,
           changes={"pregnancy": "no", "hcg": "negative"}),
    Person(name="Wendell Price", sex=M, age=59, story="P6", reached=R.AFTERCARE, days=155, house=1),
    Person(name="Anjali Desai", sex=F, age=41, story="opioid", reached=R.INTAKE_SIGNED, days=1,
           house=1),
)  # fmt: skip

PEOPLE = VIGNETTES + HARBOR_POINT + MESA_RIDGE
