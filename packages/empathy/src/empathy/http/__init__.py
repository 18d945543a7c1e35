"""The parts of `empathy serve`: a server that ends cleanly, a door that is strict, and numbers without words."""
