"""Stories as PowerPoint decks."""
