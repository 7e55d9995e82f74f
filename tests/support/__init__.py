"""What several tests use: paths, the command line, servers, and the questions."""
