#!/usr/bin/env bash
# Finding: Oxigraph reads "$1y" in REPLACE as a group of the name "1y", and puts nothing in its
#   place.
# Version: pyoxigraph 0.5.13
# Expected: REPLACE("2023-02", "(....)-(..)", "$1y$2m") is "2023y02m". SPARQL 1.1 Query, 17.4.3.15
#   (fn:replace); XPath and XQuery Functions 3.0, 5.6.4: after $ stands a group's number, and \$
#   is a dollar sign.
# Seen: the empty string (it is the syntax of Rust's regex library); "\$" stays as backslash and
#   dollar sign. A pattern that matches the empty string, an error by 5.6.4, replaces between all
#   letters.
# Instead: write ${1}, which others do not read, or avoid letters, digits and _ after a group:
#   CONCAT of SUBSTR.
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
python3 -m pip install --quiet --disable-pip-version-check --target packages \
    pyoxigraph==0.5.13 || exit 2
export PYTHONPATH=packages

python3 - <<'EOF'
import sys
import pyoxigraph

query = r"""SELECT (REPLACE("2023-02", "(....)-(..)", "$1y$2m") AS ?letters)
    (REPLACE("2023-02", "(....)-(..)", "$1/$2") AS ?others)
    (REPLACE("5", "5", "\\$5") AS ?dollar) (REPLACE("ab", "z*", "-") AS ?empty) {}"""
solution = next(iter(pyoxigraph.Store().query(query)))
seen = [value.value if value is not None else None for value in solution]
print(seen)
sys.exit(seen != ["", "2023/02", "\\", "-a-b-"])
EOF
