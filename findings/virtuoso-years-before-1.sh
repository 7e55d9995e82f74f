#!/usr/bin/env bash
# Finding: Virtuoso writes years before 1 with three digits: -044-03-15.
# Version: virtuoso-opensource-7-bin 7.2.5.1+dfsg1-0.3 (Virtuoso 7.2.5)
# Expected: -0044-03-15 and -0044. XML Schema Datatypes 1.1, 3.3.9 (date) and 3.3.11 (gYear): a year
#   has four digits at least.
# Seen: "-044-03-15"^^xsd:date and "-044"^^xsd:gYear, which are ill-typed, in answers and dumps.
# Instead: such dates in strings, or put the 0 back by REPLACE outside.
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
<urn:a> <urn:p> "-0044-03-15"^^xsd:date .
<urn:b> <urn:p> "-0044"^^xsd:gYear .
<urn:c> <urn:p> "0044-03-15"^^xsd:date .
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


def text(term):
    """Write the value of a term with its language or the name of its datatype."""
    kind = term.get("datatype", "").rpartition("#")[2]
    language = term.get("xml:lang")
    return term["value"] + (f"@{language}" if language else f"^^{kind}" if kind else "")


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
    return [" ".join(text(term) for term in row) for row in rows]


rows = ask("SELECT ?o { ?s <urn:p> ?o } ORDER BY ?s")
print(rows)
sys.exit(rows != ["-044-03-15^^date", "-044^^gYear", "0044-03-15^^date"])
EOF
