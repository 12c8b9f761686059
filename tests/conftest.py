"""Fixtures of all tests. Databases and servers are in tests/plugins."""

pytest_plugins = ["tests.plugins.database", "tests.plugins.server"]
