"""Home: where somebody stands, the one next step, help, and what was not understood."""
