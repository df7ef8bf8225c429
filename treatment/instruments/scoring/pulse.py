"""The resting pulse of the COWS: its points follow from the heart rate."""

from typing import Final

PULSE_POINTS: Final = ((80, 0), (100, 1), (120, 2))  # highest pulse of each score but the last
FASTEST_PULSE_POINTS: Final = 4


def pulse_points(beats: float) -> int:
    """COWS points of a resting pulse: to 80 none, to 100 one, to 120 two, above four [S27]."""
    return next((points for top, points in PULSE_POINTS if beats <= top), FASTEST_PULSE_POINTS)
