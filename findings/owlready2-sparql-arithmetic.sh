#!/usr/bin/env bash
# Finding: the SPARQL engine of owlready2 computes and compares by the rules of SQLite.
# Version: owlready2 0.51
# Expected: 1/2 is 0.5, ROUND(-2.5) is -2, UCASE("é") is "É"; a comparison of a date or a string
#   with a number is an error, which a FILTER drops. SPARQL 1.1 Query, 17.3 and 17.4.4.2; XPath
#   and XQuery Functions, 6.2.4 and 6.4.4.
# Seen: 0, -3 and "é"; FILTER(?v > 5) keeps a date and a string beside the number 7.
# Instead: multiply by 1.0 before dividing, and FILTER by DATATYPE first; or query the same file
#   with pyoxigraph.
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
xsd = "http://www.w3.org/2001/XMLSchema#"
kind = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
text = """<http://e.org/o> {kind} <{owl}Ontology> .
<http://e.org/o#v> {kind} <{owl}DatatypeProperty> .
<http://e.org/o#a> {kind} <{owl}NamedIndividual> .
<http://e.org/o#a> <http://e.org/o#v> "2020-01-01"^^<{xsd}date> .
<http://e.org/o#a> <http://e.org/o#v> "Quad"^^<{xsd}string> .
<http://e.org/o#a> <http://e.org/o#v> "7"^^<{xsd}integer> .
""".format(kind=kind, owl=owl, xsd=xsd)
world = owlready2.World()
world.get_ontology("http://e.org/o#").load(fileobj=io.BytesIO(text.encode()))
query = "SELECT (1/2 AS ?half) (ROUND(-2.5) AS ?round) (UCASE('\u00e9') AS ?upper) {}"
computed = list(world.sparql(query))[0]
kept = list(world.sparql("SELECT ?v { ?s <http://e.org/o#v> ?v FILTER(?v > 5) }"))
print(computed, kept)
sys.exit(computed != [0, -3, "\u00e9"] or len(kept) != 3)
EOF
