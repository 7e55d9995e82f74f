#!/usr/bin/env bash
# Finding: rdf-validate-shacl and shacl-engine take every language tag that begins with the letters
#   of a range of sh:languageIn.
# Version: rdf-validate-shacl 0.6.5, shacl-engine 1.1.2, with n3 2.13.12
# Expected: "a"@fro (Old French) violates sh:languageIn ("fr"). SHACL, section 4.4.3, uses
#   langMatches of SPARQL, that is the basic filtering of RFC 4647, section 3.3.1: the range is the
#   whole tag, or stands before a hyphen.
# Seen: it conforms, as "a"@fr-CA rightly does; "a"@de is a violation.
# Instead: rudof or pyshacl; or sh:sparql with LANGMATCHES, where the engine has it.
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
npm install --silent --no-save --no-audit --no-fund --prefix . \
    rdf-validate-shacl@0.6.5 shacl-engine@1.1.2 n3@2.13.12 || exit 2

cat > run.mjs <<'EOF'
import N3 from "n3";
import SHACLValidator from "rdf-validate-shacl";
import { Validator } from "shacl-engine";

const graph = (text) => new N3.Store(new N3.Parser().parse(text));
const factory = { ...N3.DataFactory, dataset: (quads) => new N3.Store(quads) };
const shapes = graph(`@prefix sh: <http://www.w3.org/ns/shacl#> .
<urn:S> a sh:NodeShape ; sh:targetNode <urn:x> ;
  sh:property [ sh:path <urn:p> ; sh:languageIn ("fr") ] .`);
const seen = [];
for (const tag of ["fro", "fr-CA", "de"]) {
  const data = graph(`<urn:x> <urn:p> "a"@${tag} .`);
  const first = await new SHACLValidator(shapes, {}).validate(data);
  const second = await new Validator(shapes, { factory }).validate({ dataset: data });
  console.log(tag, first.conforms, second.conforms);
  seen.push(first.conforms, second.conforms);
}
process.exit(String(seen) === "true,true,true,true,false,false" ? 0 : 1);
EOF
node run.mjs
