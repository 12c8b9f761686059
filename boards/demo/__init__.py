"""Demonstration data of the shared ground: two published years, and both boards as they are today.

Everything is made through the services that people's own clicks go through.
"""
