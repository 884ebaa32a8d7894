"""Microsoft Teams: the bot's conversations with Teams' own means."""
