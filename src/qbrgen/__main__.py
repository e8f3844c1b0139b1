"""python -m qbrgen: the command line."""

from qbrgen.cli import main

if __name__ == "__main__":
    main()
