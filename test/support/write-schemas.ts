import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Schemas } from '../../src/views/row-schema.ts';
import { root } from '../contract/source-scan.ts';

/** Writes what `npm run schema` has seen, a line for each field, so that a change can be read. */
export async function writeSchemas(program: 'cblr' | 'cbq', schemas: Schemas): Promise<void> {
  const entries = Object.entries(schemas).filter(([, { fields }]) => fields.length > 0);
  const blocks = entries.map(([name, { shapes, fields }]) => {
    const lines = fields.map((field) => `      ${JSON.stringify(field)},\n`).join('');
    return `  ${JSON.stringify(name)}: {\n    shapes: ${JSON.stringify(shapes)},\n    fields: [\n${lines}    ],\n  },\n`;
  });
  const head = "// Made by npm run schema.\nimport type { Schemas } from '../row-schema.ts';\n";
  const text = `${head}\nexport const ${program}Schemas: Schemas = {\n${blocks.join('')}};\n`;
  await writeFile(join(root, `src/views/made/${program}-schemas.ts`), text);
}
