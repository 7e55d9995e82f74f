#!/usr/bin/env bash
# Finding: the generator of SPARQL.js joins several conditions of HAVING into one, which is no SPARQL.
# Version: sparqljs 3.7.4
# Expected: the query that was parsed. SPARQL 1.1, section 19.8, rule 21: HAVING has one or more
#   conditions, each in brackets of its own.
# Seen: HAVING (COUNT(*) > 1) (SUM(?n) > 2) is written with both conditions in one pair of
#   brackets, and its own parser refuses that. With && it is written as it was.
# Instead: join the conditions by &&.
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
npm install --silent --no-save --no-audit --no-fund --prefix . sparqljs@3.7.4 || exit 2

cat > run.mjs <<'EOF'
import sparqljs from "sparqljs";

function survives(conditions) {
  const query = `SELECT ?s WHERE { ?s <urn:p> ?n } GROUP BY ?s HAVING ${conditions}`;
  const written = new sparqljs.Generator().stringify(new sparqljs.Parser().parse(query));
  console.log(written.replace(/\s+/g, " "));
  try {
    new sparqljs.Parser().parse(written);
    return true;
  } catch {
    return false;
  }
}
const seen = [survives("(COUNT(*) > 1) (SUM(?n) > 2)"), survives("(COUNT(*) > 1 && SUM(?n) > 2)")];
console.log("read again:", seen);
process.exit(String(seen) === "false,true" ? 0 : 1);
EOF
node run.mjs
