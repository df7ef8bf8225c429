"""Reference ranges of symptom medicines for the prescriber (CLINICAL.md 3.6); never an order."""

from __future__ import annotations

from typing import Final, NamedTuple

from treatment.plans.vocabulary import Element


class Range(NamedTuple):
    """One medicine: the range found in the source, and when not or with care."""

    medicine: str
    range: str
    caution: str
    source: str  # S20…: read in the source; K: textbook or label; ?: unsure


# ruff: noqa: E501 - one medicine, one row
SYMPTOM_MEDICINES: Final = (
    Range("Clonidine by mouth", "0.1 to 0.3 mg a dose, blood pressure before each; at most 0.8 mg a day, 1.2 mg from 90 kg (S21); elsewhere every 6 to 8 hours, at most 1.2 mg a day (K)", "Hold below systolic 90, diastolic 60 or pulse 60 (S22); taper 2 to 4 days; syncope, AV block", "S21, S22, K"),
    Range("Lofexidine by mouth", "0.54 mg four times a day, 5 to 6 hours apart; one dose at most 0.72 mg, a day at most 2.88 mg; at most 14 days; taper 2 to 4 days. Child-Pugh B 0.36 mg, C 0.18 mg four times; eGFR 30 to 89 0.36 mg, below 30 0.18 mg four times", "Congenital long QT; severe coronary disease, recent infarction, stroke, marked bradycardia; other medicines that lengthen QT or lower blood pressure; pregnancy: safety unknown", "S20"),
    Range("Hydroxyzine", "50 to 100 mg every 6 hours as needed (S21); usual 25 to 50 mg (K)", "Long QTc, older age, first trimester", "S21, K"),
    Range("Ondansetron", "4 to 8 mg every 4 to 8 hours", "Long QTc", "S21"),
    Range("Loperamide", "4 mg, then 2 mg per loose stool, at most 16 mg a day (S21); over the counter at most 8 mg (K)", "High doses: QT, arrhythmia, misuse", "S21, K"),
    Range("Dicyclomine", "20 mg every 6 hours", "Glaucoma, urinary retention", "S22"),
    Range("Acetaminophen", "At most 3 g a day; at most 2 g in liver disease", "Liver", "K"),
    Range("Ibuprofen", "400 to 600 mg every 6 to 8 hours", "Kidney, gastrointestinal bleeding, pregnancy from 20 weeks", "K"),
    Range("Methocarbamol", "750 mg every 6 to 8 hours", "Sedation", "S22"),
    Range("Gabapentin", "300 mg three times a day, up to 900 to 1800 mg: range unsure", "Dose by kidney function; respiratory depression beside opioids; misuse", "?"),
    Range("At night", "Trazodone 25 to 100 mg, melatonin 3 to 5 mg or doxepin 3 to 6 mg", "Trazodone: QT; orthostasis", "K"),
    Range("Thiamine", "100 mg a day with alcohol; parenteral where there is a Wernicke risk", "None named", "K"),
    Range("Benzodiazepine", "Only by an alcohol or sedative withdrawal protocol", "Never by default for kratom withdrawal alone", "K, program"),
)  # fmt: skip
RANGES: Final = {Element.MED_SYMPT: SYMPTOM_MEDICINES}
