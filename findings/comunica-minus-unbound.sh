#!/usr/bin/env bash
# Finding: the MINUS of Comunica removes solutions that share no variable with the other side.
# Version: @comunica/query-sparql-rdfjs 5.4.1, n3 2.13.12
# Expected: 1 and 3. SPARQL 1.1 Query, 18.5 (Minus): a solution stays if its bound variables and
#   those of the other solution are disjoint; the solution with ?a alone and that with ?b alone
#   are.
# Seen: 3 alone. Jena, RDF4J, rdflib and Oxigraph keep both.
# Instead: keep variables that may be unbound out of the MINUS, or use FILTER NOT EXISTS with an
#   explicit comparison.
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
npm install --silent --no-save --no-audit --no-fund --prefix . \
    @comunica/query-sparql-rdfjs@5.4.1 n3@2.13.12 || exit 2

cat > run.mjs <<'EOF'
import { QueryEngine } from "@comunica/query-sparql-rdfjs";
import { Parser, Store } from "n3";

const engine = new QueryEngine();

async function ask(query, data = "") {
  const store = new Store(new Parser().parse(data));
  const bindings = await engine.queryBindings(query, { sources: [store] });
  const rows = (await bindings.toArray()).map((row) =>
    [...row.values()].map((term) => term.value).join(" "),
  );
  return rows.sort().join(", ");
}

const left = "VALUES (?a ?b) { (1 UNDEF) (3 4) }";
const seen = await ask(`SELECT ?a { ${left} MINUS { VALUES (?a ?b) { (UNDEF 2) } } }`);
const plain = await ask(`SELECT ?a { ${left} MINUS { VALUES ?b { 2 } } }`);
console.log(`[${seen}] [${plain}]`);
process.exit(seen === "3" && plain === "1, 3" ? 0 : 1);
EOF
node run.mjs
