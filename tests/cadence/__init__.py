"""Tests of the room that reckons time."""
