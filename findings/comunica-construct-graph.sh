#!/usr/bin/env bash
# Finding: Comunica's CONSTRUCT gives statements with a literal as the subject, and the same one
#   several times.
# Version: @comunica/query-sparql-rdfjs 5.4.1, n3 2.13.12
# Expected: one statement. SPARQL 1.1 Query, 16.2: a template that gives an illegal triple, such
#   as one with a literal as the subject, adds none; the result is a graph, thus a set.
# Seen: four quads from two solutions: two with the literals 1 and 2 as subject, and the constant
#   statement twice. A file made of them is not RDF, and counts are wrong.
# Instead: FILTER(!isLiteral(?o)) in WHERE, and load the quads into a store before counting.
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
npm install --silent --no-save --no-audit --no-fund --prefix . \
    @comunica/query-sparql-rdfjs@5.4.1 n3@2.13.12 || exit 2

cat > run.mjs <<'EOF'
import { QueryEngine } from "@comunica/query-sparql-rdfjs";
import { Parser, Store } from "n3";

const store = new Store(new Parser().parse("<urn:a> <urn:p> 1 . <urn:b> <urn:p> 2 ."));
const engine = new QueryEngine();

const query = "CONSTRUCT { ?o <urn:of> ?s . <urn:k> <urn:r> <urn:l> } WHERE { ?s <urn:p> ?o }";
const quads = await (await engine.queryQuads(query, { sources: [store] })).toArray();
const literals = quads.filter((quad) => quad.subject.termType === "Literal").length;
console.log(quads.length, "quads,", literals, "with a literal as subject");
process.exit(quads.length === 4 && literals === 2 ? 0 : 1);
EOF
node run.mjs
