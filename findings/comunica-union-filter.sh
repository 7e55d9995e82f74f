#!/usr/bin/env bash
# Finding: in Comunica a FILTER in a branch of a UNION sees variables that are bound outside.
# Version: @comunica/query-sparql-rdfjs 5.4.1, n3 2.13.12
# Expected: urn:a. SPARQL 1.1 Query, 5.2.2 and 18.2.2.2: a FILTER belongs to its group; ?z has
#   no value there, so the condition is an error and the branch has no solution.
# Seen: urn:a and urn:c; without the pattern after the UNION urn:a alone. Jena, RDF4J, rdflib
#   and Oxigraph give urn:a for both. Virtuoso 7.2.5 does as Comunica, also in a group alone.
# Instead: repeat the pattern that binds the variable inside the branch; every engine then
#   agrees.
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

const data = "<urn:a> <urn:k> 1 ; <urn:z> 1 . <urn:c> <urn:q> 1 ; <urn:z> 2 .";
const branch = "{ ?s <urn:k> 1 } UNION { ?s <urn:q> 1 FILTER(?z = 2) }";
const seen = await ask(`SELECT ?s { ${branch} ?s <urn:z> ?z }`, data);
const alone = await ask(`SELECT ?s { ${branch} }`, data);
console.log(`[${seen}] [${alone}]`);
process.exit(seen === "urn:a, urn:c" && alone === "urn:a" ? 0 : 1);
EOF
node run.mjs
