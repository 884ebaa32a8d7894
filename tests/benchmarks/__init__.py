"""Measurements beside baselines, run by hand: how good, how fast, how large."""
