"""Red and amber limits of vital signs for adults (CLINICAL.md 3.3); real numbers, not rounded."""

from treatment.plans.engine.asking import below, reaches, yes
from treatment.plans.engine.conditions import established, named
from treatment.plans.rules.derived import delirium

red_event = named(
    "a red vital sign or altered mental state",
    below("spo2", "spo2_red", "SpO2 below # %")
    | below("rr", "rr_red_low", "respiration below #")
    | reaches("rr", "rr_red_high", "respiration # or more")
    | below("sbp", "sbp_red_low", "systolic below #")
    | reaches("sbp", "sbp_red_high", "systolic # or more")
    | reaches("dbp", "dbp_red_high", "diastolic # or more")
    | below("hr", "hr_red_low", "pulse below #")
    | reaches("hr", "hr_red_high", "pulse # or more")
    | reaches("temp_c", "temp_red", "temperature # °C or more")
    | yes("altered_mental_status", "altered mental status")
    | delirium,
)
amber_vital_sign = named(
    "an amber vital sign",
    ~established(red_event)
    & (
        below("spo2", "spo2_amber", "SpO2 below # %")
        | below("rr", "rr_amber_low", "respiration below #")
        | reaches("rr", "rr_amber_high", "respiration # or more")
        | below("sbp", "sbp_amber_low", "systolic below #")
        | reaches("sbp", "sbp_amber_high", "systolic # or more")
        | reaches("dbp", "dbp_amber_high", "diastolic # or more")
        | below("hr", "hr_amber_low", "pulse below #")
        | reaches("hr", "hr_amber_high", "pulse # or more")
        | reaches("temp_c", "temp_amber", "temperature # °C or more")
    ),
)
