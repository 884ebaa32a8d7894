"""Tests of where people come from."""
