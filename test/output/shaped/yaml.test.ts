import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { yamlOf } from '../../../src/output/shaped/yaml.ts';
import { record } from '../../../src/spec/result.ts';
import { rowsOf, shaped } from './support.ts';

describe('-o yaml', () => {
  test('is a list of mappings, quoted where it must be', async () => {
    const { out } = await shaped(
      rowsOf([
        {
          id: 1,
          path: 'C:\\Windows\\a b.exe',
          no: 'no',
          at: '2024-05-14',
          tags: ['x', '- y'],
          more: { a: null },
        },
        { id: 2, path: '', no: '#', at: 'a: b', tags: [], more: {} },
      ]),
      { output: 'yaml' },
    );
    expect(out).toBe(
      [
        '- id: 1',
        '  path: C:\\Windows\\a b.exe',
        '  "no": "no"',
        '  at: "2024-05-14"',
        '  tags:',
        '    - x',
        '    - "- y"',
        '  more:',
        '    a: null',
        '- id: 2',
        '  path: ""',
        '  "no": "#"',
        '  at: "a: b"',
        '  tags: []',
        '  more: {}',
        '',
      ].join('\n'),
    );
  });

  test('is a mapping for one thing, and an empty list for nothing', async () => {
    const columns = [{ field: 'host', head: 'host', of: () => 'A1' }];
    expect((await shaped(record({}, columns), { output: 'yaml' })).out).toBe('host: A1\n');
    expect((await shaped(rowsOf([]), { output: 'yaml' })).out).toBe('[]\n');
  });

  const strings = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string(),
    fc.constantFrom(
      ...[
        'yes',
        'No',
        'null',
        '~',
        '1e3',
        '0x10',
        '1:30',
        'a: b',
        'a #b',
        '- a',
        ' a',
        'a ',
        '<<',
        '=',
        '',
        '.inf',
        'C:\\x',
        '{a',
        '2024-01-01',
      ],
    ),
    fc.string({
      unit: fc.constantFrom(
        'a',
        ' ',
        ':',
        '-',
        '#',
        '.',
        '\n',
        '\t',
        "'",
        '"',
        '\\',
        '\u{e0041}',
        '😀',
        '\u2028',
        '\u0085',
      ),
    }),
  );
  const { json } = fc.letrec((tie) => ({
    json: fc.oneof(
      { maxDepth: 4 },
      strings,
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((each) => (Object.is(each, -0) ? 0 : each)),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('json'), { maxLength: 4 }),
      // A merge key means something else to YAML 1.1, quoted or not.
      fc.dictionary(
        strings.filter((key) => key !== '<<' && key !== '__proto__'),
        tie('json'),
        { maxKeys: 4 },
      ),
    ),
  }));

  test.each(['1.1', '1.2'] as const)('YAML %s reads what JSON holds', (version) => {
    const rowsOfJson = fc.array(json, { maxLength: 3 });
    fc.assert(
      fc.property(rowsOfJson, (values) => {
        const written =
          values.map((value) => yamlOf(JSON.stringify(value), { isItem: true })).join('') || '[]\n';
        expect(parse(written, { version })).toEqual(JSON.parse(JSON.stringify(values)));
        for (const value of values) {
          const alone = yamlOf(JSON.stringify(value), { isItem: false });
          expect(parse(alone, { version })).toEqual(JSON.parse(JSON.stringify(value)));
        }
      }),
      { numRuns: 300 },
    );
  });

  test('keeps a long number as it was written', () => {
    expect(yamlOf('{"id":12345678901234567890,"x":1e400}', { isItem: false })).toBe(
      'id: 12345678901234567890\nx: 1.0e+400\n',
    );
  });
});
