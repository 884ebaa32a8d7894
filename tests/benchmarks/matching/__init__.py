"""How well and how fast people are matched, measured on an invented company with hidden truth."""
