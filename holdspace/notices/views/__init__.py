"""Views introduce people, policies and actions to each other. One file for each place."""
