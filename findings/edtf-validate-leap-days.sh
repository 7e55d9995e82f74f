#!/usr/bin/env bash
# Finding: edtf-validate takes 29 February of each year for a valid date.
# Version: edtf-validate 2.0.0
# Expected: False for 2003-02-29. EDTF, Level 0 (Date), is a profile of ISO 8601-1, whose calendar
#   dates are those of the Gregorian calendar: 2003 and 1900 have no such day.
# Seen: True for 2003-02-29 and 1900-02-29, False for 2004-02-30 and 2003-02-29/2004. The parser of
#   edtf 5.0.2 takes it too.
# Instead: check full dates by datetime.date.fromisoformat as well.
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
python3 -m pip install --quiet --disable-pip-version-check --target packages \
    edtf-validate==2.0.0 || exit 2
export PYTHONPATH=packages

python3 - <<'EOF'
import sys
from edtf_validate.valid_edtf import is_valid

DATES = ("2003-02-29", "1900-02-29", "2004-02-29", "2004-02-30", "2003-02-29/2004")
valid = {date: is_valid(date) for date in DATES}
print(valid)
sys.exit(list(valid.values()) != [True, True, True, False, False])
EOF
