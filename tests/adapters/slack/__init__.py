"""Slack's doors."""
