"""One construct, one file: each reads one thing in a text."""
