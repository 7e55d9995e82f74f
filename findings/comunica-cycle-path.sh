#!/usr/bin/env bash
# Finding: Comunica finds no cycle by a path with + from a variable to the same variable.
# Version: @comunica/query-sparql-rdfjs 5.4.1, n3 2.13.12
# Expected: urn:a and urn:b. SPARQL 1.1 Query, 18.4: the solutions are those where both ends of
#   the path have the value of the one variable.
# Seen: no row, so that a check for cycles in a hierarchy passes. Jena, RDF4J, rdflib and
#   Oxigraph give both.
# Instead: two variables and FILTER(?x = ?y).
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

const data =
  "<urn:a> <urn:next> <urn:b> . <urn:b> <urn:next> <urn:a> . <urn:c> <urn:next> <urn:a> .";
const same = await ask("SELECT ?x { ?x <urn:next>+ ?x }", data);
const filter = await ask("SELECT ?x { ?x <urn:next>+ ?y FILTER(?x = ?y) }", data);
console.log(`[${same}] [${filter}]`);
process.exit(same === "" && filter === "urn:a, urn:b" ? 0 : 1);
EOF
node run.mjs
