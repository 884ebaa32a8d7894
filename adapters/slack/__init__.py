"""Slack: the bot's conversations with Slack's own means."""
