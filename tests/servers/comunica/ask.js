// Answers SPARQL over files of N-Triples: a line of JSON with a query and a file comes in, a line of JSON with the answer goes out.
// In process, since Comunica's own server listens on every interface.
const fs = require('node:fs');
const readline = require('node:readline');
const { QueryEngine } = require('@comunica/query-sparql');
const { Parser, Store } = require('n3');

const engine = new QueryEngine();
const read = { file: undefined, source: undefined };

function source(file) {
  if (read.file !== file) {
    read.source = new Store(new Parser({ format: 'N-Triples' }).parse(fs.readFileSync(file, 'utf8')));
    read.file = file;
  }
  return read.source;
}

async function answer({ query, file }) {
  const result = await engine.query(query, { sources: [source(file)] });
  const { data } = await engine.resultToString(result, 'application/sparql-results+json');
  const parts = [];
  for await (const part of data) parts.push(part);
  // An answer that was cut on the way is no JSON, and throws here.
  return JSON.parse(parts.join(''));
}

async function main() {
  const { version } = JSON.parse(fs.readFileSync(require.resolve('@comunica/query-sparql/package.json'), 'utf8'));
  process.stdout.write(`${JSON.stringify({ version })}\n`);
  for await (const line of readline.createInterface({ input: process.stdin })) {
    let said;
    try {
      said = { answer: await answer(JSON.parse(line)) };
    } catch (error) {
      said = { error: String(error && error.message || error) };
    }
    process.stdout.write(`${JSON.stringify(said)}\n`);
  }
}

main();
