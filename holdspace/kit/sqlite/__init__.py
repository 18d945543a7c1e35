"""Django's SQLite, whose writers take turns. Named as ENGINE in the settings."""
