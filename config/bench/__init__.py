"""Measurements of the portal against its targets: `bin/bench`. Nothing here is a test."""
