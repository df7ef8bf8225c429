"""The extensions, made once and bound to the application in create_app."""

from flask_babel import Babel
from flask_bootstrap import Bootstrap5
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect

from treatment.base import Base

db = SQLAlchemy(metadata=Base.metadata, session_options={"expire_on_commit": False})
csrf = CSRFProtect()
bootstrap = Bootstrap5()
babel = Babel()
