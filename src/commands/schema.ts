import { cblrSchemas } from '../views/made/cblr-schemas.ts';
import { schemaAbout, schemaResult } from '../views/schema-result.ts';
import { command } from './context.ts';

export const cblrSchema = command({
  ...schemaAbout,
  name: 'schema',
  group: 'setup',
  isLocal: true,
  effect: 'reads',
  operands: {
    command: {
      kind: 'text',
      many: true,
      optional: true,
      about: 'verb or command of cblr; all when left out',
    },
  },
  complete: { command: (_word, before) => (before.length === 0 ? Object.keys(cblrSchemas) : []) },
  examples: [
    { line: 'cblr schema ps', shows: 'the fields of a process on a sensor' },
    { line: 'cblr schema ls --json-schema', shows: 'the JSON Schema of an entry of a directory' },
  ],
  run: ({ command, jsonSchema }) => schemaResult(cblrSchemas, command, { jsonSchema, lister: 'cblr schema' }),
});
