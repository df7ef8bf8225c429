"""What a row of use cannot say: an amount without its unit, a unit that does not fit."""

from treatment.intake.questionnaire.shapes import UNKNOWN, Row

UNITS = {
    "g": "g of leaf",
    "ml": "mL of extract",
    "mg_extract": "mg of extract",
    "mg_7oh": "mg of 7-OH",
}
FITTING = {  # the units an amount of each product can have
    "leaf": ("g",),
    "capsule": ("g",),
    "tea": ("g",),
    "extract": ("ml", "mg_extract"),
    "7oh": ("mg_7oh",),
    "other": tuple(UNITS),
}


def product_in_order(row: Row) -> dict[str, str]:
    """What a row of the kratom table cannot say."""
    product, unit = row.get("product"), row.get("unit")
    wrong = {} if product else {"product": "Say which product this is."}
    if product == "other" and "name" not in row:
        wrong["name"] = "Name the other product."
    if row.get("amount", UNKNOWN) != UNKNOWN:
        if unit is None:
            wrong["unit"] = "Choose the unit: grams, mL and mg cannot be compared."
        if "per" not in row:
            wrong["per"] = "Say whether this is each time or a day."
    fitting = FITTING.get(product or "other", ())
    if unit is not None and unit not in fitting:
        wrong["unit"] = f"This product is counted in {' or '.join(UNITS[u] for u in fitting)}."
    return wrong


def substance_in_order(row: Row) -> dict[str, str]:
    """What a row of the substance table cannot say."""
    if "substance" not in row:
        return {"substance": "Say which substance this is."}
    is_unnamed = row["substance"].startswith("other") and "name" not in row
    return {"name": "Name the substance."} if is_unnamed else {}
