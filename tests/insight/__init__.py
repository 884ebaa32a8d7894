"""Insight: figures are right, and small groups cannot be found in them."""
