"""Documents that prove customer value, made from account data."""

__version__ = "0.1.0"
