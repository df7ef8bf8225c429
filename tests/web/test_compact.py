"""Pages leave the indentation of their templates at home and keep every space of a value."""

from flask import Flask, render_template_string

from treatment.web import compact


def test_indentation_is_not_sent_and_a_value_keeps_its_spaces() -> None:
    app = Flask(__name__)
    compact.install(app)
    source = "<div>\n    <textarea>{{ words }}</textarea>\n\t  <b>a</b>\n  <i>b</i>\n</div>"
    with app.app_context():
        page = render_template_string(source, words="one\n    two")
    assert page == "<div>\n<textarea>one\n    two</textarea>\n<b>a</b>\n<i>b</i>\n</div>"
