"""How long things last: a session, a proof, an invitation, a device, a lock."""

from datetime import timedelta

NONE = timedelta(0)
IDLE = timedelta(minutes=15)
ABSOLUTE = timedelta(hours=12)
RESCUE = timedelta(hours=12)  # how long after its last sign of life a sign-in may leave words
FRESH = timedelta(minutes=10)
SEEN_EVERY = timedelta(minutes=1)
INVITATION = timedelta(hours=24)
DEVICE = timedelta(days=180)
ATTEMPTS_KEPT = timedelta(hours=1)

FREE_MISSES = 5
LONGEST_WAIT = timedelta(minutes=15)


def wait_after(misses: int) -> timedelta | None:
    """The delay that a row of misses costs: none for four, then 1, 2, 4, 8 and always 15 minutes.

    It is capped, so that a stranger can slow a person down but never shut them out for good.
    """
    if misses < FREE_MISSES:
        return None
    doublings = min(misses - FREE_MISSES, 4)
    return min(timedelta(minutes=2**doublings), LONGEST_WAIT)
