"""The pages of accounts: one's own, the staff's, the facility's, and the way in by invitation."""

from treatment.accounts.views import facility, own, staff
from treatment.accounts.views.blueprint import bp

__all__ = ["bp", "facility", "own", "staff"]
