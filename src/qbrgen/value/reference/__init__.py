"""The field's tables and thresholds as typed data, each with the framework document it comes from."""
