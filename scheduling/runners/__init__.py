"""Who carries due work: this process alone, or many replicas."""
