"""Log lines as JSON: ids, codes and times; never a name, a note or an answer."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog
from flask import Flask, g, has_request_context, request
from uuid_utils.compat import uuid7

ALLOWED = frozenset(
    {"event", "level", "timestamp", "request_id", "endpoint", "method", "status", "error", "at"}
    | {"staff_id", "facility_id", "environment", "revision", "where"}
)


def request_id() -> str:
    """One id per request: in the log, in the audit trail and on the error page."""
    if not has_request_context():
        return uuid7().hex
    if "request_id" not in g:
        g.request_id = uuid7().hex
    return str(g.request_id)


def reference() -> str:
    """The short form a person can read out over the phone."""
    text = request_id()[-12:].upper()
    return f"{text[:4]}-{text[4:8]}-{text[8:]}"


def keep_only_ids(
    _logger: Any, _method: str, entry: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Whatever is not on the list does not reach the log."""
    return {name: value for name, value in entry.items() if name in ALLOWED}


def init_app(_app: Flask) -> None:
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            keep_only_ids,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def fault(error: BaseException) -> None:
    """One line for an unexpected fault: its type and place, not its text (it may quote input)."""
    frame = error.__traceback__
    while frame and frame.tb_next:
        frame = frame.tb_next
    where = f"{frame.tb_frame.f_code.co_name}:{frame.tb_lineno}" if frame else ""
    structlog.get_logger().error(
        "fault",
        request_id=request_id(),
        endpoint=request.endpoint,
        method=request.method,
        error=type(error).__name__,
        where=where,
    )
