#!/usr/bin/env bash
# Finding: py-horned-owl writes DisjointClasses of three classes to RDF as two pairs of the three.
# Version: py-horned-owl 2.0.0
# Expected: owl:AllDisjointClasses, as OWL 2 Mapping to RDF Graphs, section 2.1, table 1, has for
#   three or more; or all of the three pairs.
# Seen: A owl:disjointWith B and C. That B and C share no member is lost when the file is read. In
#   functional syntax and OWL/XML it stays.
# Instead: save as .ofn or .owx, or have ROBOT convert those.
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
python3 -m pip install --quiet --disable-pip-version-check --target packages \
    py-horned-owl==2.0.0 || exit 2
export PYTHONPATH=packages

cat > classes.ofn <<'EOF'
Prefix(:=<urn:x#>)
Ontology(<urn:o>
Declaration(Class(:A)) Declaration(Class(:B)) Declaration(Class(:C))
DisjointClasses(:A :B :C))
EOF
python3 - <<'EOF'
import itertools
import re
import sys
import pyhornedowl


def pairs(file: str) -> list[str]:
    found = set()
    for each in pyhornedowl.open_ontology(file).get_axioms():
        axiom = str(each.component)
        if axiom.startswith("DisjointClasses"):
            names = sorted(re.findall(r"#(\w)>", axiom))
            found |= {"".join(pair) for pair in itertools.combinations(names, 2)}
    print(file, sorted(found))
    return sorted(found)


ontology = pyhornedowl.open_ontology("classes.ofn")
for file in ("saved.owl", "saved.ofn", "saved.owx"):
    ontology.save_to_file(file)
text = open("saved.owl").read()
print("owl:disjointWith:", text.count("<owl:disjointWith"), "AllDisjoint" in text)
seen = [pairs(file) for file in ("saved.owl", "saved.ofn", "saved.owx")]
whole = ["AB", "AC", "BC"]
sys.exit(seen != [["AB", "AC"], whole, whole])
EOF
