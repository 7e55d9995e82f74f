#!/usr/bin/env bash
# Finding: Virtuoso writes doubles with six digits in answers: 1234567.5e0 is 1.23457e+06.
# Version: virtuoso-opensource-7-bin 7.2.5.1+dfsg1-0.3 (Virtuoso 7.2.5)
# Expected: 1234567.5 and 3.14159265358979. SPARQL 1.1 Query Results JSON Format, 3.2.2: the value
#   is the lexical form of the literal; XML Schema Datatypes 1.1, 3.3.5: a double has 53 bits.
# Seen: 1.23457e+06 and 3.14159 in JSON, XML, CSV, TSV and N-Triples; the stored number is whole,
#   since ?n - 1234567 is 0.5 and Turtle has all digits.
# Instead: xsd:decimal for what has to be exact, or CONSTRUCT in Turtle.
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
<urn:a> <urn:p> 1234567.5e0, 3.14159265358979e0 .
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


QUERY = "SELECT ?n { ?s <urn:p> ?n } ORDER BY ?n"
table = ask(QUERY, "text/csv").split()
lines = ask("CONSTRUCT { ?s <urn:p> ?n } { ?s <urn:p> ?n }", "application/n-triples")
turtle = ask("CONSTRUCT { ?s <urn:p> ?n } { ?s <urn:p> ?n }", "text/turtle")
print(table, lines, turtle, sep="\n")
wrong = table == ['"n"', "3.14159", "1.23457e+06"] and '"1.23457e+06"' in lines
sys.exit(not wrong or "1234567.5" not in turtle)
EOF
