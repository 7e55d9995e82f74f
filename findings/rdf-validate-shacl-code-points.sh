#!/usr/bin/env bash
# Finding: rdf-validate-shacl and shacl-engine count two for a character beyond U+FFFF.
# Version: rdf-validate-shacl 0.6.5, shacl-engine 1.1.2, with n3 2.13.12
# Expected: one character, such as U+1F600, conforms to sh:maxLength 1 and to sh:pattern "^.$". SHACL,
#   sections 4.4.1 to 4.4.3, uses STRLEN and REGEX of SPARQL, where a string is one of code points
#   (XPath and XQuery Functions and Operators, section 5.1).
# Seen: both are violations: strings and patterns are those of JavaScript without the flag u, in
#   units of UTF-16. "é" conforms to both.
# Instead: rudof or pyshacl.
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
const seen = [];
for (const rule of ["sh:maxLength 1", 'sh:pattern "^.$"'])
  for (const text of ["\u{1f600}", "\u00e9"]) {
    const shapes = graph(`@prefix sh: <http://www.w3.org/ns/shacl#> .
      <urn:S> a sh:NodeShape ; sh:targetNode <urn:x> ;
      sh:property [ sh:path <urn:p> ; ${rule} ] .`);
    const data = graph(`<urn:x> <urn:p> "${text}" .`);
    const first = await new SHACLValidator(shapes, {}).validate(data);
    const second = await new Validator(shapes, { factory }).validate({ dataset: data });
    console.log(rule, text, first.conforms, second.conforms);
    seen.push(first.conforms, second.conforms);
  }
process.exit(String(seen) === "false,false,true,true,false,false,true,true" ? 0 : 1);
EOF
node run.mjs
