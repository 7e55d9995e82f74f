#!/usr/bin/env bash
# Finding: Virtuoso refuses DROP GRAPH of a graph that INSERT DATA or a load has made.
# Version: virtuoso-opensource-7-bin 7.2.5.1+dfsg1-0.3 (Virtuoso 7.2.5)
# Expected: the graph is removed. SPARQL 1.1 Update, 3.1.1: INSERT DATA into a graph that does not
#   exist should create it; 3.2.2: DROP fails only if the graph does not exist.
# Seen: 'SPARUL_DROP() failed: graph has not been explicitly created before', and the statements
#   stay; DROP SILENT GRAPH and CLEAR GRAPH remove them.
# Instead: CLEAR GRAPH, or DROP SILENT GRAPH.
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
usr/bin/isql-vt $sql dba dba BANNER=OFF VERBOSE=OFF EXEC='GRANT SPARQL_UPDATE TO "SPARQL";'

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


COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
ask("INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:p> 1 } }")
drop = ask("DROP GRAPH <urn:g>")
after_drop = ask(COUNT)
ask("DROP SILENT GRAPH <urn:g>")
after_silent = ask(COUNT)
print(drop, after_drop, after_silent)
counts = [after_drop, after_silent]
sys.exit("has not been explicitly created" not in drop or counts != [["1"], ["0"]])
EOF
