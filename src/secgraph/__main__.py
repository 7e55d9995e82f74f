"""Let ``python -m secgraph`` be the command line."""

from secgraph.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
