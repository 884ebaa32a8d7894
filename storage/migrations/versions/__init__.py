"""The changes of the schema, each applied once."""
