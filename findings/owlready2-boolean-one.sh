#!/usr/bin/env bash
# Finding: owlready2 reads "1"^^xsd:boolean as False.
# Version: owlready2 0.51
# Expected: true. XML Schema 1.1 Part 2, 3.3.2: the lexical forms of boolean are true, false, 1
#   and 0, and 1 is true.
# Seen: False, from N-Triples, for an individual's property and in its SPARQL engine.
# Instead: write true and false.
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
python3 -m pip install --quiet --disable-pip-version-check --target packages \
    owlready2==0.51 || exit 2
export PYTHONPATH=packages

python3 - <<'EOF'
import io
import sys
import owlready2

owl = "http://www.w3.org/2002/07/owl#"
kind = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
boolean = "<http://www.w3.org/2001/XMLSchema#boolean>"
lines = [
    "<http://e.org/o> %s <%sOntology> ." % (kind, owl),
    "<http://e.org/o#inForce> %s <%sDatatypeProperty> ." % (kind, owl),
]
for name, text in (("one", "1"), ("word", "true")):
    lines.append("<http://e.org/o#%s> %s <%sNamedIndividual> ." % (name, kind, owl))
    lines.append('<http://e.org/o#%s> <http://e.org/o#inForce> "%s"^^%s .' % (name, text, boolean))
world = owlready2.World()
text = "\n".join(lines) + "\n"
ontology = world.get_ontology("http://e.org/o#").load(fileobj=io.BytesIO(text.encode()))
seen = [ontology.one.inForce, ontology.word.inForce]
print(seen)
sys.exit(seen != [[False], [True]])
EOF
