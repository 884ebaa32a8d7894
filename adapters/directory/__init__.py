"""Where people come from: a CSV file, an invented company, later Slack and Microsoft Graph."""
