"""The verbs of the plan: drafting, deciding, signing, moving between phases, delivering."""
