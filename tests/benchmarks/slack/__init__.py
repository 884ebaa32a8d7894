"""What Slack costs."""
