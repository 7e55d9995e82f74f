#!/usr/bin/env bash
# Finding: owlready2 loses digits of decimals and zeros of integers between loading and saving.
# Version: owlready2 0.51
# Expected: the same literals. RDF 1.1 Concepts, 3.3: a literal is its lexical form and datatype,
#   and another lexical form is another literal, here even of another value.
# Seen: 0.123456789012345678 is saved as 0.12345678901234568 (it was a float in between),
#   "036"^^xsd:integer as "36", and an ontology that was named with # is saved beside a second one
#   without.
# Instead: do not save through owlready2 what is to be published.
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
text = """<http://e.org/o#> {kind} <{owl}Ontology> .
<http://e.org/o#share> {kind} <{owl}DatatypeProperty> .
<http://e.org/o#a> {kind} <{owl}NamedIndividual> .
<http://e.org/o#a> <http://e.org/o#share> "0.123456789012345678"^^<{xsd}decimal> .
<http://e.org/o#a> <http://e.org/o#share> "036"^^<{xsd}integer> .
""".format(kind=kind, owl=owl, xsd=xsd)
world = owlready2.World()
ontology = world.get_ontology("http://e.org/o#").load(fileobj=io.BytesIO(text.encode()))
saved = io.BytesIO()
ontology.save(saved, format="ntriples")
lines = saved.getvalue().decode().splitlines()
print("\n".join(line for line in lines if "share" in line or "Ontology" in line))
decimal = any('"0.12345678901234568"' in line for line in lines)
integer = any('"36"' in line for line in lines)
ontologies = sum("#Ontology>" in line for line in lines)
sys.exit(not (decimal and integer and ontologies == 2))
EOF
