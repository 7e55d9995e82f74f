#!/usr/bin/env bash
# Finding: the TIMEZONE of rdflib leaves out the minutes.
# Version: rdflib 7.6.0
# Expected: PT5H30M for +05:30. SPARQL 1.1 Query, 17.4.5.8: the time zone as an
#   xsd:dayTimeDuration.
# Seen: PT5H, so that times of India, Iran or Nepal come out wrong. Jena, RDF4J, Oxigraph and
#   Comunica give PT5H30M.
# Instead: TZ(?t), which gives "+05:30".
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
python3 -m pip install --quiet --disable-pip-version-check --target packages \
    rdflib==7.6.0 || exit 2
export PYTHONPATH=packages

python3 - <<'EOF'
import sys
from rdflib import Graph

data = """@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<urn:a> <urn:at> "1947-08-15T00:00:00+05:30"^^xsd:dateTime ."""
graph = Graph().parse(data=data, format="turtle")
row = list(graph.query("SELECT (TIMEZONE(?t) AS ?x) (TZ(?t) AS ?y) { ?s <urn:at> ?t }"))[0]
print(str(row.x), str(row.y))
sys.exit(str(row.x) != "PT5H" or str(row.y) != "+05:30")
EOF
