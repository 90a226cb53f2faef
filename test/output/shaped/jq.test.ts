import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { isCbError } from '../../../src/errors/cb-error.ts';
import { compileJq } from '../../../src/output/shaped/jq-engine.ts';
import { isPlainPath } from '../../../src/output/shaped/plain-path.ts';
import { record, rows, text } from '../../../src/spec/result.ts';
import { root } from '../../contract/source-scan.ts';
import { cpuMsOf } from '../../support/cpu-time.ts';
import { rowsOf, shaped } from './support.ts';

const people = rowsOf([
  { id: 1, name: 'ann', tags: ['a', 'b'] },
  { id: 2, name: 'bob', tags: [] },
]);

describe('--jq', () => {
  test('gives text as it is, and anything else as JSON, a value a line', async () => {
    expect(await shaped(people, { jq: '.name, .tags, .id' })).toEqual({
      found: true,
      out: 'ann\n["a","b"]\n1\nbob\n[]\n2\n',
      err: '',
    });
  });

  test('leaves rows out', async () => {
    expect((await shaped(people, { jq: 'select(.id > 1) | .name' })).out).toBe('bob\n');
  });

  test.each([
    ['json', '[\n"ann",\n"bob"\n]\n'],
    ['ndjson', '"ann"\n"bob"\n'],
    ['yaml', '- ann\n- bob\n'],
  ] as const)('gives values as %s', async (output, out) => {
    expect((await shaped(people, { jq: '.name', output })).out).toBe(out);
  });

  test('works on a record, and on text', async () => {
    const columns = [{ field: 'host', head: 'host', of: () => 'A1' }];
    expect((await shaped(record({}, columns), { jq: '.host' })).out).toBe('A1\n');
    expect((await shaped(text(['one\n', 'two']), { jq: '.text | split("\\n") | length' })).out).toBe('2\n');
  });

  test('keeps numbers that are longer than JavaScript can hold', async () => {
    expect((await compileJq('.id'))('{"id":12345678901234567890}\n').values).toBe('12345678901234567890');
  });

  test('sees fields that were chosen, and no others', async () => {
    expect((await shaped(people, { jq: 'keys', output: 'ndjson' }, { fields: ['id'] })).out).toBe(
      '["id"]\n["id"]\n',
    );
  });

  test('NUL ends each value, whose text is exact then', async () => {
    const named = rowsOf([{ path: 'C:\\a\nb\u202e' }, { path: 'd\0' }]);
    expect((await shaped(named, { jq: '.path', zero: true })).out).toBe('C:\\a\nb\u202e\0d\\u{0}\0');
  });

  test('lets nothing steer the terminal', async () => {
    const hostile = rowsOf([{ name: '\u001b]0;x\u0007\u202e' }]);
    for (const zero of [false, true]) {
      const { out } = await shaped(hostile, { jq: '.name, {name}', zero }, { isTTY: true });
      expect(out.replaceAll('\0', '')).not.toMatch(/[\u001b\u0007\u202e]/);
    }
  });

  test.each([
    ['.a |', '--jq: syntax error, unexpected end of file, at column 4', 'here: .a  >>> |'],
    ['.name | uper', '--jq: uper/0 is not defined, at column 9', 'here: .name |  >>> uper'],
    ['.a\n| foo(', '--jq: syntax error, unexpected end of file, at line 2, column 6', 'here: | foo >>> ('],
    ['"ä" | uper', '--jq: uper/0 is not defined, at column 8', 'here: "ä" |  >>> uper'],
  ])('says where %j is wrong', async (jq, message, hint) => {
    await expect(shaped(people, { jq })).rejects.toMatchObject({ kind: 'Usage', message, hint });
  });

  test('tells which rows it failed with, works on the others, and ends with exit 6', async () => {
    const odd = rowsOf([{ id: 1 }, { id: 'x' }, { id: 3 }]);
    expect(await shaped(odd, { jq: '.id + 1' })).toEqual({
      found: true,
      exitKind: 'Partial',
      out: '2\n4\n',
      err: 'cblr: --jq: row 2: string ("x") and number (1) cannot be added\n',
    });
  });

  test('tells of five rows that fail, and how many more there are', async () => {
    const { err } = await shaped(rowsOf(Array.from({ length: 9 }, (_, id) => ({ id }))), { jq: '.id.x' });
    expect(err.split('\n').length).toBe(7);
    expect(err).toContain('--jq: 4 more rows failed\n');
  });

  test.each(['input', '[inputs]', 'halt', 'halt_error', 'env.HOME', '$ENV.PATH', 'input_filename'])(
    '%s reaches neither another row nor this computer',
    async (jq) => {
      const { out, exitKind } = await shaped(people, { jq });
      if (exitKind === undefined) expect(out).not.toContain(process.env['HOME'] ?? '/root');
      else expect(out).toBe('');
    },
  );

  test('what debug says goes to stderr, and stops nothing', async () => {
    const { out, err, exitKind } = await shaped(people, { jq: '.id | debug' });
    expect([out, err, exitKind]).toEqual(['1\n2\n', '["DEBUG:",1]\n["DEBUG:",2]\n', undefined]);
  });

  test.each([
    [{ jq: '.', template: '{{.id}}' }, '--jq and --template exclude each other'],
    [{ jq: '.', output: 'csv' }, '--jq gives values, and csv is made of rows with fields'],
    [
      { jq: '.', output: 'json', zero: true },
      '--null is for tsv, ndjson, --jq and --template, and not for json',
    ],
    [{ output: 'csv', zero: true }, '--null is for tsv, ndjson, --jq and --template, and not for csv'],
  ] as const)('%j does not go together', async (words, message) => {
    await expect(shaped(people, words)).rejects.toMatchObject({ kind: 'Usage', message });
  });

  test('tells rows that a failure has cut off, and closes their list', async () => {
    async function* broken() {
      yield { id: 1 };
      throw new Error('gone');
    }
    const sink: string[] = [];
    const result = rows(broken(), [{ field: 'id', head: 'id', of: ({ id }: { id: number }) => id }], {
      noun: 'x',
    });
    const write = async (chunk: string | Uint8Array) =>
      void sink.push(Buffer.from(chunk as Uint8Array).toString());
    await expect(
      shaped(result, { jq: '.id', output: 'json' }, { sink: { isTTY: false, write } }),
    ).rejects.toThrow('gone');
    expect(sink.join('')).toBe('[\n1\n]\n');
  });
});

test('an expression that never ends is ended, where no Ctrl-C is heard', async () => {
  const run = await compileJq('last(range(1e12))', 200);
  expect(() => run('{}\n')).toThrow('--jq: the expression had not ended after 0.2 s');
});

test('an expression that takes all memory by itself is told as that and in no other words, and the next one works', async () => {
  const said = [vi.spyOn(console, 'error'), vi.spyOn(console, 'log')];
  onTestFinished(() => void vi.restoreAllMocks());
  await expect(compileJq('"a" * 1e9 | length')).rejects.toMatchObject({
    kind: 'CommandFailed',
    message: '--jq: the expression took more memory than there is',
  });
  expect(said.flatMap(({ mock }) => mock.calls)).toEqual([]);
  expect((await compileJq('.a'))('{"a":1}\n').values).toBe('1');
});

test('what is taken for an expression without a look is one', async () => {
  const part = fc.constantFrom('.', '..', '.a', '._b1', '.and', '[0]', '[]', '.[', ']', '1', ' ', '|');
  await fc.assert(
    fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 4 }), async (parts) => {
      const expression = parts.join('');
      const refused = await compileJq(expression).then(
        () => false,
        (error: unknown) => isCbError(error, 'Usage'),
      );
      expect(isPlainPath(expression) && refused).toBe(false);
    }),
    { numRuns: 60, examples: [[['.', '.a']], [['.a', '[0]', '._b1']], [['.', '[]']], [['.and']]] },
  );
});

test('20,000 documents of 1 KB go through in less than ten times what it takes to write them as JSON', async () => {
  const more = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`field_${i}`, `value number ${i}`]));
  async function* many() {
    for (let id = 0; id < 20_000; id += 1) yield { id, ...more };
  }
  const columns = ['id', ...Object.keys(more)].map((field) => ({
    field,
    head: field,
    of: (row: Record<string, number | string>) => row[field],
  }));
  const made = () => rows<Record<string, number | string>>(many(), columns, { noun: 'documents' });
  await shaped(rowsOf([{ id: 1 }]), { jq: '.id' });
  const plain = await cpuMsOf(async () => void (await shaped(made(), { output: 'ndjson' })));
  let out = '';
  const filtered = await cpuMsOf(async () => {
    ({ out } = await shaped(made(), { jq: '.id' }));
  });
  expect(out.length).toBe(108_890);
  expect(filtered / plain).toBeLessThan(10);
});

test.skipIf(process.platform === 'win32')('Ctrl-C ends an expression that never would', async () => {
  const engine = JSON.stringify(join(root, 'src/output/shaped/jq-engine.ts'));
  const program = `
    process.on('SIGINT', () => undefined);
    const { compileJq } = await import(${engine});
    const run = await compileJq('last(range(1e12))');
    console.log('begun');
    try { run('{}\\n'); } catch ({ kind, message }) { console.log(kind, message); }
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  let keys: NodeJS.Timeout | undefined;
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
    // One that comes before it runs is for the handler of the program; one while Node takes its own handler away ends the process.
    if (chunk.toString().includes('begun')) keys = setInterval(() => child.kill('SIGINT'), 500);
  });
  await once(child, 'close');
  clearInterval(keys);
  expect(out).toBe('begun\nInterrupted stopped by Ctrl-C\n');
});
