"""Security headers on every answer."""

from flask import Flask, Response, request

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
YEAR = 365 * 24 * 3600
ERROR = 400  # from here on an answer is a page of ours, wherever it was asked for


def set_headers(app: Flask, *, https: bool) -> None:
    """Everything but a static file is never stored by a browser or a proxy."""

    @app.after_request
    def add(response: Response) -> Response:
        response.headers.update(ALWAYS)
        if https:
            response.headers["Strict-Transport-Security"] = f"max-age={YEAR}; includeSubDomains"
        if not _is_static() or response.status_code >= ERROR:
            response.headers["Cache-Control"] = "no-store"
        return response


def _is_static() -> bool:
    endpoint = request.endpoint or ""
    return endpoint == "static" or endpoint.startswith(("assets.", "bootstrap."))
