"""Demonstration audits: a board's own tool, last year's round, this year's in every state."""
