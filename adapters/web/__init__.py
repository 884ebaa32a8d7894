"""The local web chat: Kehrwert tried out on one machine, without a login."""
