#!/usr/bin/env bash
# Finding: py-horned-owl does not read owl:AllDisjointClasses from RDF, and says nothing.
# Version: py-horned-owl 2.0.0
# Expected: one axiom, DisjointClasses(A B C). OWL 2 Mapping to RDF Graphs, section 3.2.5, table 16.
# Seen: none; the three declarations are read. owl:disjointWith and owl:AllDifferent are read.
# Instead: owl:disjointWith for each pair; or ROBOT, which makes OWL/XML of the file, in which
#   py-horned-owl reads the axiom.
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
python3 -m pip install --quiet --disable-pip-version-check --target packages \
    py-horned-owl==2.0.0 || exit 2
export PYTHONPATH=packages

python3 - <<'EOF'
import sys
import pyhornedowl

HEAD = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    xmlns:owl="http://www.w3.org/2002/07/owl#">
  <owl:Ontology rdf:about="urn:o"/>
  <owl:Class rdf:about="urn:A"/><owl:Class rdf:about="urn:B"/><owl:Class rdf:about="urn:C"/>"""
MEMBERS = "".join(f'<rdf:Description rdf:about="urn:{name}"/>' for name in "ABC")
RDF = {
    "AllDisjointClasses": '<owl:AllDisjointClasses><owl:members rdf:parseType="Collection">'
    f"{MEMBERS}</owl:members></owl:AllDisjointClasses>",
    "disjointWith": '<rdf:Description rdf:about="urn:A"><owl:disjointWith rdf:resource="urn:B"/>'
    "</rdf:Description>",
}
XML = """<?xml version="1.0"?>
<Ontology xmlns="http://www.w3.org/2002/07/owl#" ontologyIRI="urn:o">
  <Declaration><Class IRI="urn:A"/></Declaration>
  <Declaration><Class IRI="urn:B"/></Declaration>
  <Declaration><Class IRI="urn:C"/></Declaration>
  <DisjointClasses><Class IRI="urn:A"/><Class IRI="urn:B"/><Class IRI="urn:C"/></DisjointClasses>
</Ontology>"""


def axioms(file: str, text: str) -> int:
    with open(file, "w") as target:
        target.write(text)
    read = [str(each.component) for each in pyhornedowl.open_ontology(file).get_axioms()]
    found = [axiom for axiom in read if axiom.startswith("DisjointClasses")]
    print(file, len(read), "axioms,", found)
    return len(found)


seen = [axioms(f"{name}.owl", f"{HEAD}{text}</rdf:RDF>") for name, text in RDF.items()]
seen.append(axioms("OWL-XML.owx", XML))
sys.exit(seen != [0, 1, 1])
EOF
