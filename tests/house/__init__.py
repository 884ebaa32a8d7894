"""The house itself: its doors, its tables, its words and its documents keep to the plan."""
