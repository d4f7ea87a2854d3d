"""Whole journeys in real browsers, against the real server."""
