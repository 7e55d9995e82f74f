"""Tests against servers of several makes; `make test-stores` installs and runs them."""
