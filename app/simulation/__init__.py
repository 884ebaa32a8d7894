"""A whole programme played by invented employees, through the same doors as on a platform."""
