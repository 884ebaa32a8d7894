"""Journeys on Slack: against a fake that keeps state, and against real emulators."""
