#!/usr/bin/env bash
# Finding: Oxigraph reads the VERSION of RDF 1.2 in Turtle and TriG, and refuses it in N-Triples
#   and N-Quads.
# Version: pyoxigraph 0.5.13
# Expected: one triple in each format. The drafts of RDF 1.2 N-Triples and N-Quads have the
#   version directive in their grammar, as those of Turtle and TriG have; the triple terms of
#   RDF 1.2 are read in all four.
# Seen: a syntax error for the word in N-Triples and N-Quads.
# Instead: leave the line out; triple terms are read without it.
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
python3 -m pip install --quiet --disable-pip-version-check --target packages \
    pyoxigraph==0.5.13 || exit 2
export PYTHONPATH=packages

python3 - <<'EOF'
import sys
from pyoxigraph import RdfFormat, parse

text = 'VERSION "1.2"\n<urn:a> <urn:p> <urn:b> .\n'
formats = RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.N_TRIPLES, RdfFormat.N_QUADS


def count(form):
    try:
        return len(list(parse(text, format=form)))
    except SyntaxError:
        return "refused"


seen = {form.name: count(form) for form in formats}
print(seen)
term = "<urn:a> <urn:p> <<( <urn:a> <urn:p> <urn:b> )>> ."
plain = len(list(parse(term, format=RdfFormat.N_TRIPLES)))
sys.exit(list(seen.values()) != [1, 1, "refused", "refused"] or plain != 1)
EOF
