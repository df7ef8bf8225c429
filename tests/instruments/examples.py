"""Every worked scoring example of the clinical reference (CLINICAL.md 1.2, 1.15), once."""

from typing import NamedTuple


class Example(NamedTuple):
    """An instrument, its answers as they are typed, and what they say."""

    key: str
    typed: str
    total: float | None
    band: str | None
    flags: tuple[str, ...] = ()
    at_least: float | None = None  # None: the total
    person: tuple[tuple[str, str], ...] = ()


MAN, WOMAN = (("sex", "male"),), (("sex", "female"),)
POSITIVE_C = "positive: take the full AUDIT"
POSITIVE_P = "positive: a structured interview follows, it is not a diagnosis"
ONLY_ONE = "all points from item 1: likely within limits"
LOW_CAPITAL = "build recovery capital: peer support, housing, work"

EXAMPLES = {
    "COWS 14": Example("cows", "1,2,1,1,2,2,2,1,1,1,0", 14, "moderate"),
    "COWS 36": Example("cows", "4,4,5,5,4,4,5,4,0,1,0", 36, "moderately severe"),
    "COWS 37": Example("cows", "4,4,5,5,4,4,5,4,1,1,0", 37, "severe"),
    "COWS open": Example("cows", "1,1,1,1,1,1,1,1,1,1,-", None, None, at_least=10),
    "CIWA-Ar 8": Example("ciwa-ar", "1,2,1,2,1,0,0,0,1,0", 8, "mild"),
    "CIWA-Ar 18": Example("ciwa-ar", "2,4,3,4,2,1,0,0,2,0", 18, "moderate"),
    "CIWA-Ar 28": Example("ciwa-ar", "3,5,4,4,4,2,1,2,2,1", 28, "severe"),
    "PHQ-9 12": Example("phq9", "2,2,2,2,1,1,2,0,0", 12, "moderate", ("evaluate for depression",)),
    "PHQ-9 9": Example("PHQ-9", "2,1,1,1,1,1,1,1,0", 9, "mild"),
    "PHQ-9 item 9": Example(
        "phq_9",
        "1,1,1,1,1,1,1,0,1",
        8,
        "mild",
        ("item 9 above zero: ask the suicide questions now",),
    ),
    "GAD-7 14": Example("gad-7", "2,2,2,2,2,2,2", 14, "moderate", ("evaluate for anxiety",)),
    "GAD-7 10": Example("gad7", "2,2,2,1,1,1,1", 10, "moderate", ("evaluate for anxiety",)),
    "PC-PTSD-5 man": Example("pc-ptsd-5", "y,y,y,n,n", 3, "negative", (), person=MAN),
    "PC-PTSD-5 woman": Example("pcptsd5", "y,y,y,n,n", 3, "positive", (POSITIVE_P,), person=WOMAN),
    "PC-PTSD-5 no exposure": Example(
        "pcptsd5",
        "y,y,y,n,n",
        0,
        "negative",
        ("no exposure: 0 by the gate",),
        person=(("sex", "female"), ("exposed", "no")),
    ),
    "C-SSRS wish": Example("c-ssrs", "y,n,-,-,-,n,-", None, "low"),
    "C-SSRS how": Example(
        "cssrs", "y,y,y,-,-,n,-", None, "moderate", ("moderate risk: start the safety steps now",)
    ),
    "C-SSRS recent act": Example(
        "cssrs", "y,y,n,n,n,y,y", None, "high", ("high risk: start the safety steps now",)
    ),
    "AUDIT-C man": Example("audit-c", "3,0,0", 3, "negative", (ONLY_ONE,), person=MAN),
    "AUDIT-C woman": Example(
        "audit-c", "3,0,0", 3, "positive", (POSITIVE_C, ONLY_ONE), person=WOMAN
    ),
    "AUDIT-C 4": Example("auditc", "2,1,1", 4, "positive", (POSITIVE_C,), person=WOMAN),
    "AUDIT": Example(
        "audit", "4,3,3,2,1,1,2,0,2,2", 20, "zone IV", ("positive", "evaluate for dependence")
    ),
    "DAST-10 5": Example("dast-10", "y,y,n,n,y,n,n,n,y,n", 5, "moderate", ("probable problem",)),
    "DAST-10 9": Example("dast10", "y,y,y,y,y,y,y,y,y,y", 9, "severe", ("probable problem",)),
    "BAM": Example(
        "bam",
        "1,0,2,3,4,3,3,2,1,1,0,0,2,4,3",
        None,
        None,
        ("Use 3: flag", "Risk 16: flag", "Protective 10: flag"),
    ),
    "rulers readiness": Example("rulers", "4,7", None, None, ("low readiness",)),
    "rulers confidence": Example("readiness", "9,3", None, None, ("low confidence",)),
    "rulers neither": Example("rulers", "6,6", None, None),
    "URICA 10": Example("urica", "1.7,4.1,4.0,3.6", 10.0, None),
    "URICA 6": Example("urica", "2.9,3.4,2.6,2.9", 6.0, None),
    "BARC-10 47": Example("barc-10", "5,4,4,4,5,5,5,5,5,5", 47, "not low"),
    "BARC-10 30": Example("barc10", "3,3,3,3,3,3,3,3,3,3", 30, "low", (LOW_CAPITAL,)),
    "ISI 17": Example("isi", "3,3,2,2,3,2,2", 17, "moderate insomnia"),
    "WHODAS 15": Example("whodas-12", "1,2,1,0,3,2,0,0,0,2,1,3", 15, None),
    "DSM moderate": Example(
        "dsm", "y,n,n,y,n,n,n,n,n,y,y", 4, "moderate", ("criteria met: c1, c4, c10, c11",)
    ),
    "DSM severe": Example(
        "dsm", "y,y,y,y,y,n,n,n,n,y,n", 6, "severe", ("criteria met: c1, c2, c3, c4, c5, c10",)
    ),
    "DSM as prescribed": Example(
        "dsm",
        "n,n,n,y,n,n,n,n,n,y,y",
        1,
        "none",
        ("criteria met: c4", "taken as prescribed: c10 and c11 do not count"),
        person=(("as_prescribed", "yes"),),
    ),
    "DSM open": Example(
        "dsm",
        "y,y,y,y,y,u,n,n,n,n,n",
        None,
        "moderate, possibly severe",
        ("criteria met: c1, c2, c3, c4, c5",),
        at_least=5,
    ),
}
