"""The words that people type and the payloads that buttons carry."""
