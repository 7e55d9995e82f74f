"""The command line: reads the user's words, prints answers, and exits with a code that means something.

The one part that prints, exits and reads the environment; what it prints is made below.
"""

from secgraph.cli.main import main

__all__ = ["main"]
