"""The matcher held to its promises: tables for what is known, properties for what must never be."""
