"""Holdspace: circles, care and a companion, run by the organisation for the people it cares for."""

__version__ = "0.1.0"
