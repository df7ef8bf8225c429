"""The signing hand of the person who just proved who they are, and from where."""

from flask import abort, request

from treatment.accounts.doors import me
from treatment.accounts.vocabulary import AuthMethod
from treatment.records.operations import Hand
from treatment.web.clock import now


def hand(method: AuthMethod | None) -> Hand:
    """Made once for one answer; `method` is the proof a form has read."""
    if method is None:
        abort(400, "Nothing is signed without your password or code.")
    sitting = me().sitting
    return Hand(
        staff=me(),
        method=method,
        at=now(),
        session_id=sitting.id if sitting else None,
        source=request.remote_addr,
    )
