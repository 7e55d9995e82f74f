#!/usr/bin/env bash
# Finding: countryguess takes the Republic of Vietnam for Kenya.
# Version: countryguess 0.4.9
# Expected: Vietnam, or None as its README shows for a name that is no country's.
# Seen: Kenya, since "Republic of Kenya" is the name most like it letter by letter; no score, and
#   nothing that tells a guess of likeness from a match. "Socialist Republic of Vietnam" is
#   Vietnam.
# Instead: use it with regular expressions only, or compare the name that comes back.
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
python3 -m pip install --quiet --disable-pip-version-check --target packages \
    countryguess==0.4.9 || exit 2
export PYTHONPATH=packages

python3 - <<'EOF'
import sys
import countryguess

names = ["Republic of Vietnam", "Socialist Republic of Vietnam"]
seen = [countryguess.guess_country(name)["iso3"] for name in names]
print(dict(zip(names, seen)))
sys.exit(seen != ["KEN", "VNM"])
EOF
