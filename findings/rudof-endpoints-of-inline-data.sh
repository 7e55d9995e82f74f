#!/usr/bin/env bash
# Finding: rudof makes an HTTP client for each SPARQL endpoint that it knows whenever it reads data,
#   a text in memory too, and each client reads the certificates of the system anew.
# Version: pyrudof 0.3.35
# Expected: no certificate is read, since read_data is given a text and no endpoint. Its own
#   documentation: "If a SPARQL endpoint is specified, it loads data from the endpoint instead."
# Seen: one triple is read, and the file of certificates is opened, 24 times by strace; with the
#   usual file of 140 certificates that takes 0.1 s, where the triple takes 0.0005 s.
# Instead: a file of settings with the empty table [rdf.endpoints], by RudofConfig.from_path.
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
[ "$(uname)" = Linux ] || { echo "the opening of a file is watched as Linux does it"; exit 2; }
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
python3 -m pip install --quiet --disable-pip-version-check --target packages \
    pyrudof==0.3.35 || exit 2
export PYTHONPATH=packages
mkdir certificates && : > certificates.pem && printf '[rdf.endpoints]\n' > none.toml
export SSL_CERT_FILE=$work/certificates.pem SSL_CERT_DIR=$work/certificates

python3 - <<'PY'
import ctypes
import os
import sys

import pyrudof

OPENED, NONBLOCK, SIZE = 0x20, 0o4000, 16


def opened(config):
    """Count how often the file of certificates is opened while one triple is read."""
    rudof = pyrudof.Rudof(config)
    libc = ctypes.CDLL(None, use_errno=True)
    watch = libc.inotify_init1(NONBLOCK)
    assert libc.inotify_add_watch(watch, os.environ["SSL_CERT_FILE"].encode(), OPENED) >= 0
    rudof.read_data("<urn:x:s> <urn:x:p> <urn:x:o> .", pyrudof.RDFFormat.NTriples)
    count = 0
    while True:
        try:
            # Events that are alike and follow one another are given once.
            count += len(os.read(watch, 1 << 16)) // SIZE
        except BlockingIOError:
            break
    os.close(watch)
    return count, len(rudof.list_endpoints())


usual = opened(pyrudof.RudofConfig())
without = opened(pyrudof.RudofConfig.from_path("none.toml"))
print("usual settings: opened, endpoints:", usual)
print("no endpoints: opened, endpoints:", without)
sys.exit(not (usual[0] > 0 and usual[1] > 0 and without == (0, 0)))
PY
