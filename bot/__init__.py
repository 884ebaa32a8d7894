"""The platform-agnostic core: nouns, conversations, matching and cadence, free of SDKs and databases."""
