"""Stories as Word documents."""
