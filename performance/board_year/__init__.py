"""Sections `indicators` and `observations` of board-year files: how they are kept."""
