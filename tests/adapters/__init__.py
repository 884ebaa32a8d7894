"""The adapters, each held to its promises."""
