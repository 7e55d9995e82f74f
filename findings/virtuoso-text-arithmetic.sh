#!/usr/bin/env bash
# Finding: in Virtuoso a text is 0 in arithmetic, and AVG of texts is 0.
# Version: virtuoso-opensource-7-bin 7.2.5.1+dfsg1-0.3 (Virtuoso 7.2.5)
# Expected: no value. SPARQL 1.1 Query, 17.3: + is not defined for strings, which is an error;
#   18.5.1.4 (Avg): of what is no number it is an error.
# Seen: "soon" + 1 is 1, -"soon" is 0, AVG over "soon" is 0 and over "soon", 4 is 2; SUM over "soon"
#   is "soon".
# Instead: FILTER(ISNUMERIC(?n)), which is right.
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
apt-get -qq -o APT::Sandbox::User=root download virtuoso-opensource-7-bin=7.2.5.1+dfsg1-0.3 \
    libldap-2.5-0 libsasl2-2 libminizip1 libpcre3 || exit 2
for package in *.deb; do dpkg -x "$package" . || exit 2; done
export LD_LIBRARY_PATH=$(printf '%s:' "$PWD"/{,usr/}lib/*-linux-gnu) no_proxy=127.0.0.1
read -r sql http < <(python3 -c 'import socket
held = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
print(*(server.getsockname()[1] for server in held))')
cat > virtuoso.ini <<EOF
[Parameters]
ServerPort = 127.0.0.1:$sql
DirsAllowed = .
CaseMode = 2
[HTTPServer]
ServerPort = 127.0.0.1:$http
ServerRoot = .
EOF
usr/bin/virtuoso-t +foreground >log 2>&1 &
server=$! && trap 'kill $server; wait $server; rm -rf "$work"' EXIT
until grep -qs 'Server online' log; do kill -0 $server || exit 2; sleep 0.2; done

cat > data.ttl <<'EOF'
<urn:a> <urn:p> "soon" .
<urn:b> <urn:p> 4 .
EOF
usr/bin/isql-vt $sql dba dba BANNER=OFF VERBOSE=OFF ERRORS=STDOUT \
    EXEC="TTLP(file_to_string_output('data.ttl'), '', 'urn:g');" | tee load
grep -q Error load && exit 2

python3 - $http <<'EOF'
import json
import sys
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen


def ask(query):
    """Give the rows of an answer, their values side by side; or the line of an error."""
    fields = urlencode({"query": query, "default-graph-uri": "urn:g"}).encode()
    accept = {"Accept": "application/sparql-results+json"}
    try:
        with urlopen(Request(f"http://127.0.0.1:{sys.argv[1]}/sparql", fields, accept)) as reply:
            answer = json.load(reply)
    except HTTPError as error:
        return error.read().decode().splitlines()[0]
    if "boolean" in answer:
        return answer["boolean"]
    names = answer["head"]["vars"]
    empty = {"value": "-"}
    rows = [[row.get(name, empty) for name in names] for row in answer["results"]["bindings"]]
    return [" ".join(term["value"] for term in row) for row in rows]


WHERE = "{ <urn:a> <urn:p> ?t }"
plus = ask(f"SELECT (?t + 1 AS ?x) (-?t AS ?y) {WHERE}")
sums = ask(f"SELECT (AVG(?t) AS ?x) (SUM(?t) AS ?y) {WHERE}")
mixed = ask("SELECT (AVG(?t) AS ?x) { ?s <urn:p> ?t }")
numbers = ask("SELECT (AVG(?t) AS ?x) { ?s <urn:p> ?t FILTER(ISNUMERIC(?t)) }")
print(plus, sums, mixed, numbers)
sys.exit([plus, sums, mixed, numbers] != [["1 0"], ["0 soon"], ["2"], ["4"]])
EOF
