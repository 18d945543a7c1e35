"""The version of code and weights together: every reading carries it."""

VERSION = "0.8.0"
