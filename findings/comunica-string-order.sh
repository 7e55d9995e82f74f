#!/usr/bin/env bash
# Finding: Comunica compares and sorts strings by a locale.
# Version: @comunica/query-sparql-rdfjs 5.4.1, n3 2.13.12
# Expected: B, a, c, and "B" < "a" is true. SPARQL 1.1 Query, 15.1: simple literals are ordered by
#   the < operator; 17.3: fn:compare with the code point collation.
# Seen: a, B, c, and "B" < "a" is false. Names come in another order than in other stores, LIMIT
#   keeps other rows, and FILTERs on ranges of strings too.
# Instead: sort outside, or compare answers as sets.
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

const run = async (query) =>
  (await engine.queryBindings(query, { sources: [store] })).toArray();
const rows = await run('SELECT ?x { VALUES ?x { "c" "B" "a" } } ORDER BY ?x');
const seen = rows.map((row) => row.get("x").value).join(" ");
const less = (await run('SELECT ("B" < "a" AS ?less) {}'))[0].get("less").value;
console.log(seen, less);
process.exit(seen === "a B c" && less === "false" ? 0 : 1);
EOF
node run.mjs
