#!/usr/bin/env bash
# Finding: Virtuoso writes doubles as decimals in Turtle, and decimals as doubles in JSON-LD.
# Version: virtuoso-opensource-7-bin 7.2.5.1+dfsg1-0.3 (Virtuoso 7.2.5)
# Expected: 1.5e0, and 2.5 with its type. RDF 1.1 Turtle, 2.5.2: a number with a point and without
#   an exponent is xsd:decimal; JSON-LD 1.1 API, 8.2: a number with a fraction is xsd:double.
# Seen: 1.5 for the double in Turtle; in JSON-LD 2.5 for the decimal. So a dump loaded again is
#   another graph.
# Instead: N-Triples, where the types are right; but see virtuoso-doubles-in-answers.
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
<urn:a> <urn:p> 1.5e0 .
<urn:b> <urn:q> 2.5 .
EOF
usr/bin/isql-vt $sql dba dba BANNER=OFF VERBOSE=OFF ERRORS=STDOUT \
    EXEC="TTLP(file_to_string_output('data.ttl'), '', 'urn:g');" | tee load
grep -q Error load && exit 2

python3 - $http <<'EOF'
import sys
from urllib.parse import urlencode
from urllib.request import Request, urlopen


def ask(query, accept):
    """Give the text of an answer in one format."""
    fields = urlencode({"query": query, "default-graph-uri": "urn:g"}).encode()
    address = f"http://127.0.0.1:{sys.argv[1]}/sparql"
    with urlopen(Request(address, fields, {"Accept": accept})) as reply:
        return reply.read().decode()


QUERY = "CONSTRUCT { ?s ?p ?n } { ?s ?p ?n }"
turtle = ask(QUERY, "text/turtle").split()
json = ask(QUERY, "application/ld+json")
lines = ask(QUERY, "application/n-triples")
print(turtle, json, lines, sep="\n")
wrong = "1.5" in turtle and '"urn:q": 2.5' in json
sys.exit(not wrong or "#double" not in lines or "#decimal" not in lines)
EOF
