"""How long a played programme takes, and what it asks of the database."""
