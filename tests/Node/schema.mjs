// Judges JSON documents by a schema: node schema.mjs SCHEMA < lines, a document a line. A line back for each: "true", or what is wrong with it.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Ajv2020 } from 'ajv/dist/2020.js';

// Strict: a keyword that does not exist, or that says nothing, is a mistake in the schema.
const ajv = new Ajv2020({ strict: true, allErrors: false });
const schema = JSON.parse(readFileSync(process.argv[2], 'utf8'));
if (!ajv.validateSchema(schema)) {
  throw new Error(ajv.errorsText(ajv.errors));
}

const validate = ajv.compile(schema);
for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  console.log(validate(JSON.parse(line)) ? 'true' : ajv.errorsText(validate.errors));
}
