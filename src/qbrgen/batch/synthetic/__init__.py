"""A made-up portfolio for trials and load tests: plausible, with the faults that real books have."""

from qbrgen.batch.synthetic.portfolio import MOST, portfolio

__all__ = ["MOST", "portfolio"]
