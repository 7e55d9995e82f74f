#!/usr/bin/env bash
# Finding: shacl-engine does not see that a class is a subclass if the data say so and not the shapes.
# Version: shacl-engine 1.1.2, with n3 2.13.12
# Expected: a value of class D conforms to sh:class C where the data have D rdfs:subClassOf C. SHACL,
#   sections 1.1 (SHACL Instance) and 4.1.1: instances are those of the data graph.
# Seen: it is a violation; it conforms once the same statement stands among the shapes.
#   rdf-validate-shacl 0.6.5 reports nothing in either case.
# Instead: put the ontology beside the shapes too.
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
npm install --silent --no-save --no-audit --no-fund --prefix . \
    shacl-engine@1.1.2 rdf-validate-shacl@0.6.5 n3@2.13.12 || exit 2

cat > run.mjs <<'EOF'
import N3 from "n3";
import SHACLValidator from "rdf-validate-shacl";
import { Validator } from "shacl-engine";

const heads = `@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <urn:> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n`;
const graph = (text) => new N3.Store(new N3.Parser().parse(heads + text));
const factory = { ...N3.DataFactory, dataset: (quads) => new N3.Store(quads) };
const subclass = ":D rdfs:subClassOf :C . ";
const shape = ":S a sh:NodeShape ; sh:targetNode :x ; sh:property [ sh:path :p ; sh:class :C ] . ";
const data = ":x :p :y . :y a :D . ";

async function conforms(shapes, facts) {
  const first = await new Validator(graph(shapes), { factory }).validate({ dataset: graph(facts) });
  const second = await new SHACLValidator(graph(shapes), {}).validate(graph(facts));
  return [first.conforms, second.conforms];
}
const seen = [
  await conforms(shape, data + subclass),
  await conforms(shape + subclass, data + subclass),
  await conforms(shape, data),
];
console.log("shacl-engine, rdf-validate-shacl:", JSON.stringify(seen));
process.exit(String(seen) === "false,true,true,true,false,false" ? 0 : 1);
EOF
node run.mjs
