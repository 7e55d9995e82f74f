"""The command line: reads what the user types, prints answers, and gives an exit code.

The one part that prints, exits and reads the environment; what it prints is made below.
"""

from secgraph.cli.main import main

__all__ = ["main"]
