"""The programme's week and the clock that ticks it."""
