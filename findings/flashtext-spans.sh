#!/usr/bin/env bash
# Finding: the spans of flashtext are shifted after a letter that is longer in lower case.
# Version: flashtext 2.7
# Expected: text[start:end] is the name that was found: its README on span_info gives the span of
#   the keyword in the sentence.
# Seen: after the capital I with a dot above, as in Turkish place names, start and end are one too
#   far for each such letter: the text is lowered first, and that letter becomes two characters.
# Instead: case_sensitive=True, with which spans are right, or check text[start:end].
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
python3 -m pip install --quiet --disable-pip-version-check --target packages \
    flashtext==2.7 || exit 2
export PYTHONPATH=packages

python3 - <<'EOF'
import sys
from flashtext import KeywordProcessor

text = "\u0130zmir and China"
seen = []
for case_sensitive in (False, True):
    processor = KeywordProcessor(case_sensitive=case_sensitive)
    processor.add_keyword("China")
    name, start, end = processor.extract_keywords(text, span_info=True)[0]
    seen.append(text[start:end])
print(seen)
sys.exit(seen != ["hina", "China"])
EOF
