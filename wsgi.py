"""What a WSGI server loads."""

from config import Config
from treatment.app import create_app

app = create_app(Config.from_environment())
