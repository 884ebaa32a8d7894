"""Delivery measured beside what it could be: bare posting, APScheduler's jobs, bare SQLAlchemy."""
