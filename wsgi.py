"""What a WSGI server loads."""

from treatment.app import from_environment

app = from_environment()
