#!/usr/bin/env bash
# Finding: Virtuoso's TZ leaves out the plus: 05:30 for +05:30.
# Version: virtuoso-opensource-7-bin 7.2.5.1+dfsg1-0.3 (Virtuoso 7.2.5)
# Expected: +05:30. SPARQL 1.1 Query, 17.4.5.9: TZ gives the timezone part as a simple literal, as
#   in its example "-05:00".
# Seen: 05:30, while -05:00 has its sign and Z is Z.
# Instead: SUBSTR(STR(?d), 20) for times without parts of a second.
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
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<urn:a> <urn:p> "2020-01-02T03:04:05+05:30"^^xsd:dateTime .
<urn:b> <urn:p> "2020-01-02T03:04:05-05:00"^^xsd:dateTime .
<urn:c> <urn:p> "2020-01-02T03:04:05Z"^^xsd:dateTime .
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


rows = ask("SELECT (TZ(?d) AS ?x) (SUBSTR(STR(?d), 20) AS ?y) { ?s <urn:p> ?d } ORDER BY ?s")
print(rows)
sys.exit(rows != ["05:30 +05:30", "-05:00 -05:00", "Z Z"])
EOF
