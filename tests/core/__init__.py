"""Tests of the one way in and the one way out."""
