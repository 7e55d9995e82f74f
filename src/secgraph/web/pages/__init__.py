"""One module for each kind of page, which gives what its template needs.

None knows HTTP: a server and a static site show the same pages.
"""
