#!/usr/bin/env bash
# Finding: country_converter gives Vietnam and Yemen the Gleditsch-Ward numbers of states that
#   have ended.
# Version: country_converter 1.3.2, pandas 2.3.3
# Expected: 816 and 678. Gleditsch and Ward's list of independent states, which its README names
#   as the source: 816 is the Democratic Republic of Vietnam, from 1954 to today; 817 the Republic
#   of Vietnam, to 1975; 678 Yemen (Arab Republic), to today; 680 the People's Republic, to 1990.
# Seen: 817 and 680; 816 and 678 are not found. Rows of today are joined with those of South
#   Vietnam and South Yemen, or with none.
# Instead: map the two by hand.
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
python3 -m pip install --quiet --disable-pip-version-check --target packages \
    country_converter==1.3.2 pandas==2.3.3 || exit 2
export PYTHONPATH=packages

python3 - <<'EOF'
import logging
import sys
import country_converter

logging.disable(logging.CRITICAL)
converter = country_converter.CountryConverter()
seen = converter.convert(["Vietnam", "Yemen", "Germany"], to="GWcode")
back = converter.convert([816, 678], src="GWcode", to="ISO3", not_found=None)
print(seen, back)
sys.exit([int(code) for code in seen] != [817, 680, 260] or "VNM" in back or "YEM" in back)
EOF
