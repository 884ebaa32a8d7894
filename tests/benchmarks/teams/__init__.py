"""What Teams costs: messages unasked, and a command through everything, beside the bare SDK."""
