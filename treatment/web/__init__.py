"""All that is Flask and shared by every room."""
