"""Red and amber limits of the vital signs of adults (CLINICAL.md 3.3) [P]; real numbers."""

from dataclasses import dataclass
from math import inf
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Red below or from, amber below or from; a side without limits is never reached."""

    red_below: float = -inf
    amber_below: float = -inf
    amber_from: float = inf
    red_from: float = inf

    def is_low(self, value: float) -> bool:
        return value < max(self.red_below, self.amber_below)

    def beyond_red(self, value: float) -> float | None:
        """How far beyond a red limit; None when it is not red."""
        if value < self.red_below:
            return self.red_below - value
        return value - self.red_from if value >= self.red_from else None

    def is_amber(self, value: float) -> bool:
        """Beyond an amber limit and not red."""
        is_beyond = value < self.amber_below or value >= self.amber_from
        return is_beyond and self.beyond_red(value) is None


OXYGEN: Final = Limits(red_below=90, amber_below=94)
RESPIRATION: Final = Limits(red_below=10, amber_below=12, amber_from=25, red_from=30)
SYSTOLIC: Final = Limits(red_below=90, amber_below=100, amber_from=160, red_from=180)
DIASTOLIC: Final = Limits(amber_from=100, red_from=120)
PULSE: Final = Limits(red_below=45, amber_below=55, amber_from=111, red_from=130)
TEMPERATURE: Final = Limits(amber_from=38.0, red_from=38.9)
