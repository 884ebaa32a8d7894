"""Tests of the clock and of who carries due work."""
