"""Waypoint: intake, treatment plan and phase tracking for substance-use treatment programs."""
