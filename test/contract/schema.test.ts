import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cblrSchemas } from '../../src/views/made/cblr-schemas.ts';
import { cbqSchemas } from '../../src/views/made/cbq-schemas.ts';
import { jsonSchemaOf, type Schemas } from '../../src/views/row-schema.ts';
import { root } from './source-scan.ts';

/** What scripts rely on: names, types and units; not headings, nor what a table shows. */
function fieldsOf(schemas: Schemas): readonly string[] {
  return Object.entries(schemas)
    .flatMap(([name, { fields }]) =>
      fields.map(({ field, types, unit = '' }) => `${name} ${field} ${types.join('|')} ${unit}`),
    )
    .sort();
}

describe('the fields of rows', () => {
  test('change with a line in the changelog (test/programs/examples.test.ts holds them to what commands give)', () => {
    const all = [...fieldsOf(cblrSchemas), '', ...fieldsOf(cbqSchemas)];
    expect(all.length).toBeGreaterThan(1500);
    const mark = createHash('sha256').update(all.join('\n')).digest('hex').slice(0, 8);
    const changes = readFileSync(join(root, 'CHANGELOG.md'), 'utf8');
    const remedy = `fields of rows have changed: say in CHANGELOG.md what scripts will meet (git diff src/views/made), and put at the end of your line: fields ${mark} (older marks stay)`;
    expect(changes.includes(`fields ${mark}`), remedy).toBe(true);
  });

  test('have no name twice, and one unit', () => {
    for (const [name, { fields }] of Object.entries({ ...cblrSchemas, ...cbqSchemas })) {
      const names = fields.map(({ field }) => field);
      expect(new Set(names).size, name).toBe(names.length);
    }
  });

  test('make a JSON Schema: types, what a list holds, what is always there', () => {
    const made = jsonSchemaOf('x', {
      shapes: ['rows'],
      fields: [
        { field: 'id', head: 'id', types: ['number'], where: 'table' },
        { field: 'at', head: 'seen', types: ['absent', 'null', 'string'], unit: 'iso', where: 'table' },
        { field: 'tags', head: 'tags', types: ['string[]'], where: 'wide' },
        { field: 'any', head: 'any', types: [], where: 'data' },
      ],
    });
    expect(made).toMatchObject({
      title: 'x',
      required: ['id', 'tags'],
      properties: {
        id: { type: 'number', description: 'id' },
        at: { type: ['null', 'string'], description: 'seen: a time as the server writes it' },
        tags: { type: 'array', items: { type: 'string' } },
        any: { description: 'any' },
      },
    });
  });
});
