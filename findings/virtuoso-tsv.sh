#!/usr/bin/env bash
# Finding: Virtuoso's TSV has no terms: no ? before variables, IRIs as strings, texts without
#   language or escapes.
# Version: virtuoso-opensource-7-bin 7.2.5.1+dfsg1-0.3 (Virtuoso 7.2.5)
# Expected: ?s, <urn:a>, "x"@en and "l1\nl2". SPARQL 1.1 Query Results CSV and TSV Formats, 4:
#   variables with ?, terms as in Turtle, no line break within a value.
# Seen: "s", "urn:a", "x" and a line break; it is CSV with tabs.
# Instead: JSON or XML.
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
<urn:a> <urn:p> "x"@en .
<urn:b> <urn:p> "l1\nl2" .
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


answer = ask("SELECT ?s ?t { ?s <urn:p> ?t } ORDER BY ?s", "text/tab-separated-values")
print(answer)
right = '"s"\t"t"\n"urn:a"\t"x"\n"urn:b"\t"l1\nl2"\n'
sys.exit(answer != right)
EOF
