"""What cannot be right in a row of the medical tables, in words beside its cell."""

from treatment.intake.questionnaire.shapes import Row

LIMITED = ("alt", "ast", "alp", "ggt", "bilirubin")


def medicine(row: Row) -> dict[str, str]:
    """A row that says something says of which medicine."""
    return {} if row.get("name") else {"name": "Name the medicine of this row, or remove the row."}


def result(row: Row) -> dict[str, str]:
    """A result says of which test it is; a limit is above zero; only a liver test has multiples."""
    wrong = {
        "test": ("test" not in row, "Say which test this is, or remove the row."),
        "uln": (row.get("uln") == 0, "The upper limit of normal is above zero."),
        "unit": (
            row.get("unit") == "xuln" and row.get("test") not in LIMITED,
            "Only a liver test is given as a multiple of the upper limit.",
        ),
    }
    return {key: sentence for key, (is_wrong, sentence) in wrong.items() if is_wrong}


def condition(row: Row) -> dict[str, str]:
    """A row that says something says about what."""
    is_named = bool(row.get("condition"))
    return {} if is_named else {"condition": "Name the condition of this row, or remove the row."}


def goal(row: Row) -> dict[str, str]:
    """A goal is in words."""
    return {} if row.get("words") else {"words": "Write the goal down, or remove the row."}
