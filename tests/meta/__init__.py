"""Tests of the structure: what DEVELOPERS.md promises, checked on every file."""
