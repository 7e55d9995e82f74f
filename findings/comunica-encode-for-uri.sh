#!/usr/bin/env bash
# Finding: the ENCODE_FOR_URI of Comunica leaves the delimiters of an IRI as they are.
# Version: @comunica/query-sparql-rdfjs 5.4.1, n3 2.13.12
# Expected: a%2Fb%3Fc%3Dd%26e%23f%20g. SPARQL 1.1 Query, 17.4.3.11: fn:encode-for-uri, which
#   escapes all but letters, digits and the four marks - _ . ~.
# Seen: only the space is escaped: a name with a slash, ? or # makes another IRI than in Jena,
#   RDF4J, rdflib and Oxigraph, which escape them.
# Instead: REPLACE for each of them, the % first, or encode outside.
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

const seen = await ask('SELECT (ENCODE_FOR_URI("a/b?c=d&e#f g") AS ?x) {}');
console.log(seen);
process.exit(seen === "a/b?c=d&e#f%20g" ? 0 : 1);
EOF
node run.mjs
