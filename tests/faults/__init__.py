"""Delivery under faults: processes really started, killed and frozen; each guard has its control."""
