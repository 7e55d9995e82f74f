#!/usr/bin/env bash
# Finding: in Virtuoso no text contains, begins or ends with the empty text.
# Version: virtuoso-opensource-7-bin 7.2.5.1+dfsg1-0.3 (Virtuoso 7.2.5)
# Expected: true, and the whole text. SPARQL 1.1 Query, 17.4.3.6 to 17.4.3.10, and XPath functions,
#   fn:contains, fn:starts-with, fn:ends-with: true if the second text is empty; fn:substring-after
#   then gives the first text.
# Seen: CONTAINS, STRSTARTS and STRENDS with "" are false, STRAFTER(?t, "") is ""; so a search with
#   an empty word finds nothing.
# Instead: ?word = "" || CONTAINS(?t, ?word).
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
<urn:a> <urn:p> "aba" .
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


TESTS = ("CONTAINS", "STRSTARTS", "STRENDS")
empty = [ask(f'SELECT ?t {{ ?s <urn:p> ?t FILTER({test}(?t, "")) }}') for test in TESTS]
word = [ask(f'SELECT ?t {{ ?s <urn:p> ?t FILTER({test}(?t, "a")) }}') for test in TESTS]
after = ask('SELECT (STRAFTER(?t, "") AS ?x) { ?s <urn:p> ?t }')
print(empty, word, after)
sys.exit(empty != [[], [], []] or word != [["aba"]] * 3 or after != [""])
EOF
