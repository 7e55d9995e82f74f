#!/usr/bin/env bash
# Finding: jsonld.js drops the datatype of integers that it does not make into numbers.
# Version: jsonld 9.0.0
# Expected: 036 as the number 36, or with its type kept; "9007199254740993" with its type. JSON-LD
#   1.1 Processing Algorithms, 8.6.2 (RDF to Object Conversion): a valid integer is converted with
#   useNativeTypes; whatever is not converted has @type.
# Seen: {"@value": "036"} and {"@value": "9007199254740993"}, without @type: read back they are
#   strings. 1 is a number and "1"^^xsd:boolean is true, where the algorithm converts true and
#   false alone.
# Instead: leave useNativeTypes off, which keeps all types.
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
npm install --silent --no-save --no-audit --no-fund --prefix . \
    jsonld@9.0.0 || exit 2

cat > run.mjs <<'EOF'
import jsonld from "jsonld";

const xsd = "http://www.w3.org/2001/XMLSchema#";
const literals = [["1", "integer"], ["036", "integer"], ["9007199254740993", "integer"],
  ["1", "boolean"]];
const lines = literals.map(([text, type]) => `<urn:a> <urn:p> "${text}"^^<${xsd}${type}> .\n`);
const options = { format: "application/n-quads", useNativeTypes: true };
const [node] = await jsonld.fromRDF(lines.join(""), options);
const seen = JSON.stringify(node["urn:p"]);
console.log(seen);
const described =
  '[{"@value":1},{"@value":"036"},{"@value":"9007199254740993"},{"@value":true}]';
process.exit(seen === described ? 0 : 1);
EOF
node run.mjs
