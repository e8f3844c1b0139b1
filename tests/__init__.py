"""The tests, one file per step."""
