"""Everything the bot says, collected once for all platforms from the dialogues in the tests."""
