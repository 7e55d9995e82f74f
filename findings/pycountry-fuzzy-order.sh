#!/usr/bin/env bash
# Finding: the first match of pycountry's fuzzy search is another country than the one with that
#   very name.
# Version: pycountry 26.2.16
# Expected: its README: matches on country names come before those on subdivisions. "Niger" is the
#   short name of NER in ISO 3166-1, "Republic of Korea" stands whole in the entry of KOR.
# Seen: Niger gives NGA (Nigeria has states whose names hold Niger, which add up), Republic of
#   Korea gives PRK, Kosovo gives SRB.
# Instead: countries.lookup first, and nothing from search_fuzzy without a look; names of states
#   in this graph are matched by codes.
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
python3 -m pip install --quiet --disable-pip-version-check --target packages \
    pycountry==26.2.16 || exit 2
export PYTHONPATH=packages

python3 - <<'EOF'
import sys
import pycountry

names = ["Niger", "Republic of Korea", "Kosovo", "Japan"]
seen = [pycountry.countries.search_fuzzy(name)[0].alpha_3 for name in names]
print(dict(zip(names, seen)))
print("lookup:", pycountry.countries.lookup("Niger").alpha_3)
sys.exit(seen != ["NGA", "PRK", "SRB", "JPN"])
EOF
