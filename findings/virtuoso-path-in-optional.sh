#!/usr/bin/env bash
# Finding: Virtuoso drops rows for which a path + in an OPTIONAL finds nothing.
# Version: virtuoso-opensource-7-bin 7.2.5.1+dfsg1-0.3 (Virtuoso 7.2.5)
# Expected: <urn:y> too, without a value. SPARQL 1.1 Query, 6.1: OPTIONAL does not eliminate a
#   solution.
# Seen: OPTIONAL { ?c <urn:p>+ ?d } leaves the rows with a match, as a join would; OPTIONAL { ?c
#   <urn:p> ?d } keeps the others.
# Instead: a first step as a triple: OPTIONAL { ?c <urn:p> ?e . ?e <urn:p>* ?d }.
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
<urn:b> <urn:p> <urn:a> .
<urn:x> <urn:type> <urn:b> .
<urn:y> <urn:type> <urn:a> .
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


rows = {}
for path in ("?c <urn:p>+ ?d", "?c <urn:p> ?d", "?c <urn:p> ?e . ?e <urn:p>* ?d"):
    query = f"SELECT ?x ?d {{ ?x <urn:type> ?c OPTIONAL {{ {path} }} }} ORDER BY ?x"
    rows[path] = ask(query)
print(rows)
plus, step, steps = rows.values()
right = ["urn:x urn:a", "urn:y -"]
sys.exit(plus != ["urn:x urn:a"] or step != right or steps != right)
EOF
