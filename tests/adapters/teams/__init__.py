"""What goes to Teams and comes from it, without Teams."""
