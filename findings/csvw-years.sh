#!/usr/bin/env bash
# Finding: csvw takes any text for a year or a month, and writes infinity as no float.
# Version: csvw 4.1.1
# Expected: an error, as for a date. Model for Tabular Data, 6.4 (Parsing Cells): a value that is
#   not a valid one of the datatype of its column is an error; XML Schema 1.1 Part 2, 3.3.11
#   (gYear: four or more digits), 3.3.10 (gYearMonth: months to 12), 3.3.4 (float: INF).
# Seen: 19x as gYear and 2001-13 as gYearMonth are rows like any other, where 2001-02-30 as date
#   is refused; INF as float comes back as inf, which no reader of XML Schema takes.
# Instead: a column with base string and a format (regular expression), or a check of one's own.
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
python3 -m pip install --quiet --disable-pip-version-check --target packages \
    csvw==4.1.1 || exit 2
export PYTHONPATH=packages

python3 - <<'EOF'
import json
import sys
from csvw import TableGroup


def outcome(datatype, text):
    with open("events.csv", "w") as file:
        file.write("value\n%s\n" % text)
    columns = [{"name": "value", "datatype": datatype}]
    context = "http://www.w3.org/ns/csvw"
    with open("group.json", "w") as file:
        table = {"url": "events.csv", "tableSchema": {"columns": columns}}
        json.dump({"@context": context, "tables": [table]}, file)
    group = TableGroup.from_file("group.json")
    try:
        value = list(group.tables[0])[0]["value"]
    except ValueError:
        return "refused"
    return group.tables[0].tableSchema.columns[0].write(value)


seen = [
    outcome("gYear", "19x"),
    outcome("gYearMonth", "2001-13"),
    outcome("date", "2001-02-30"),
    outcome("float", "INF"),
]
print(seen)
sys.exit(seen != ["19x", "2001-13", "refused", "inf"])
EOF
