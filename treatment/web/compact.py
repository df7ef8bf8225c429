"""Templates without their indentation: a page sends what it says, not how its source is set."""

import re

from flask import Flask
from jinja2.ext import Extension

INDENTATION = re.compile(r"\n[ \t]+")


class Compact(Extension):
    """Drops the white space at the start of each line of a template, never that of a value."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        del name, filename
        return INDENTATION.sub("\n", source)


def install(app: Flask) -> None:
    app.jinja_env.add_extension(Compact)
