"""The service: pages for a success manager, an API for programs, a link for the customer; a door like the CLI."""
