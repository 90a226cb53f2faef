import { cbqSchemas } from '../views/made/cbq-schemas.ts';
import { schemaAbout, schemaResult } from '../views/schema-result.ts';
import { query } from './context.ts';

export const cbqSchema = query({
  ...schemaAbout,
  name: 'schema',
  group: 'server',
  isLocal: true,
  effect: 'reads',
  operands: {
    command: { kind: 'text', many: true, optional: true, about: 'command of cbq; all when left out' },
  },
  complete: { command: (_word, before) => (before.length === 0 ? Object.keys(cbqSchemas) : []) },
  examples: [
    { line: 'cbq schema process', shows: 'the fields of a search, and of the commands below process' },
    { line: 'cbq schema alert --json-schema', shows: 'the JSON Schema of an alert' },
  ],
  run: ({ command, jsonSchema }) => schemaResult(cbqSchemas, command, { jsonSchema, lister: 'cbq schema' }),
});
