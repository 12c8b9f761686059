"""Fixtures that several kinds of test share, one subject per module."""
