#!/usr/bin/env bash
# Finding: Comunica computes integers as floating point numbers.
# Version: @comunica/query-sparql-rdfjs 5.4.1, n3 2.13.12
# Expected: 9007199254740993 = 9007199254740992 is false, and 9007199254740993 + 0 is itself.
#   SPARQL 1.1 Query, 17.3: integers are compared and added as integers; XML Schema 1.1 Part 2,
#   5.4: of 16 digits at least, and these have 16.
# Seen: the two are equal, and the sum ends in 2; so FILTER(?id = ...) on long numeric identifiers
#   (ISNI, keys of databases) keeps the wrong row.
# Instead: identifiers are strings.
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
npm install --silent --no-save --no-audit --no-fund --prefix . \
    @comunica/query-sparql-rdfjs@5.4.1 n3@2.13.12 || exit 2

cat > run.mjs <<'EOF'
import { QueryEngine } from "@comunica/query-sparql-rdfjs";
import { Parser, Store } from "n3";

const store = new Store(new Parser().parse(""));
const engine = new QueryEngine();

const query = `SELECT (9007199254740993 = 9007199254740992 AS ?equal)
                      (9007199254740993 + 0 AS ?sum) {}`;
const [row] = await (await engine.queryBindings(query, { sources: [store] })).toArray();
const seen = [row.get("equal").value, row.get("sum").value];
console.log(seen);
process.exit(seen[0] === "true" && seen[1] === "9007199254740992" ? 0 : 1);
EOF
node run.mjs
