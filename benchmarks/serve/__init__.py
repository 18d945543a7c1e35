"""The whole serve from outside: what it costs, and what a kill leaves behind."""
