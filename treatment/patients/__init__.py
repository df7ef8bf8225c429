"""The person, the chart number, the episode of care and the care team."""
