import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { main } from '../../src/programs/main.ts';
import { makeProgramWorld, type ProgramWorld } from '../support/program-world.ts';

let world: ProgramWorld;

beforeAll(async () => {
  world = await makeProgramWorld();
  await world.profile();
  await mkdir(join(world.folder, 'rules', 'below'), { recursive: true });
  await file('defs.json', {
    Shares: { process_name: ['net.exe'], cmdline: ['localgroup'] },
    Shell: { parent_name: ['winword.exe'] },
    None: { process_name: ['no-such.exe'], domain: ['nowhere.example'] },
  });
});
afterAll(async () => await world.end());

async function file(name: string, content: unknown): Promise<void> {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  await writeFile(join(world.folder, name), text);
}

const run = (line: string) => world.run(`cbq ${line}`);
const rowsOf = (stdout: string) =>
  stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
const searches = () =>
  world.lab.requests
    .filter(({ url }) => url.startsWith('/api/v1/process'))
    .map(({ url }) => new URL(url, 'https://lab').searchParams);

const sigma = (title: string, selection: object) =>
  JSON.stringify({
    title,
    logsource: { product: 'windows', category: 'process_creation' },
    detection: { selection, condition: 'selection' },
  });

describe('a hunt', () => {
  test('gives each process once a question, in the order of the questions', async () => {
    const { exitCode, stdout, stderr } = await run('hunt run defs.json -o ndjson');
    expect(exitCode).toBe(0);
    const found = rowsOf(stdout);
    expect(new Set(found.map(({ source }) => source))).toEqual(new Set(['defs']));
    expect([...new Set(found.map(({ query }) => query))]).toEqual(['Shares', 'Shell']);
    const shares = found.filter(({ query }) => query === 'Shares').map(({ id }) => id);
    expect(new Set(shares).size).toBe(shares.length);
    // Both of its fields: what either finds, grouped by process.
    const either = await run(
      "process 'process_name:net.exe or cmdline:localgroup' --group-by id --all -o ndjson",
    );
    expect(new Set(shares)).toEqual(new Set(rowsOf(either.stdout).map(({ id }) => id)));
    expect(stderr).toMatch(/^2 of 3 questions found something: \d+ hits on \d+ hosts\n$/);
  });

  test('sums up: a row for each question', async () => {
    const { exitCode, stdout } = await run('hunt run defs.json --summary -o ndjson');
    expect(exitCode).toBe(0);
    expect(rowsOf(stdout)).toEqual([
      expect.objectContaining({
        query: 'Shares',
        hits: expect.any(Number),
        more: false,
        first: expect.any(String),
      }),
      expect.objectContaining({ query: 'Shell', hosts: expect.any(Number) }),
      expect.objectContaining({ query: 'None', hits: 0, hosts: 0, first: null }),
    ]);
  });

  test('is asked of some hosts, since a time, and with more terms, whatever the question is', async () => {
    await file('or.tsv', 'either\tprocess_name:net.exe or process_name:cmd.exe\n');
    await run("hunt run or.tsv --hosts 'HR-*,10' --since 2024-05-01 --where 'username:a or username:b'");
    const last = searches().at(-1);
    expect(last?.get('q')).toBe(
      '(hostname:hr-* or sensor_id:10) (username:a or username:b) (process_name:net.exe or process_name:cmd.exe)',
    );
    expect(last?.get('cb.min_last_update')).toBe('2024-05-01T00:00:00Z');
    expect(last?.get('cb.group')).toBe('id');
  });

  test('is not asked with a filter that no server can read', async () => {
    const { exitCode, stderr } = await run("hunt run defs.json --where 'a) or (b'");
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringContaining('parenthesis') });
  });

  test('goes by times of the query, and without groups, on a server before 6.0', async () => {
    const old = await makeProgramWorld({ processes: 500, era: '5.2' });
    try {
      await old.profile();
      await writeFile(join(old.folder, 'defs.json'), '{"Shares": {"process_name": ["net.exe"]}}');
      const { exitCode, stdout } = await old.run('cbq hunt run defs.json --since 2014-01-01 -o ndjson');
      const asked = old.lab.requests.findLast(({ url }) => url.startsWith('/api/v1/process'));
      const params = new URL(asked?.url ?? '', 'https://lab').searchParams;
      expect(exitCode).toBe(0);
      expect(params.get('q')).toBe('last_update:[2014-01-01T00:00:00Z TO *] process_name:net.exe');
      expect(params.get('cb.group')).toBeNull();
      const ids = rowsOf(stdout).map(({ id }) => id);
      expect(ids.length).toBeGreaterThan(0);
      expect(new Set(ids).size).toBe(ids.length);
    } finally {
      await old.end();
    }
  });

  test('reads so many hits of a question, and says that there are more', async () => {
    const { stdout, stderr } = await run(
      'hunt run defs.json --most 2 --summary -o tsv --fields query,hits,more',
    );
    expect(stdout.split('\n')[0]).toBe('Shares\t2\ttrue');
    expect(stderr).toContain('there is more than was read; --most reads more');
  });

  test('leaves out what a wider query finds and its rule does not mean', async () => {
    await file('wide.yml', sigma('wide', { 'CommandLine|contains': '/domain"' }));
    const wide = await run('hunt run wide.yml -o ndjson');
    const all = await run("process 'os_type:windows cmdline:*domain' --group-by id --all -o ndjson");
    const meant = rowsOf(all.stdout).filter(({ cmdline }) => String(cmdline).includes('/domain"'));
    expect(meant.length).toBeGreaterThan(0);
    expect(meant.length).toBeLessThan(rowsOf(all.stdout).length);
    expect(
      rowsOf(wide.stdout)
        .map(({ id }) => id)
        .sort(),
    ).toEqual(meant.map(({ id }) => id).sort());
    expect(wide.stderr).toContain(`${rowsOf(all.stdout).length - meant.length} left out`);
  });

  test('says what it does not ask, and ends with 6', async () => {
    await file('rules/good.yml', sigma('good', { 'Image|endswith': '\\net.exe' }));
    await file('rules/below/bad.yml', sigma('bad', { IntegrityLevel: 'High' }));
    await file('rules/below/broken.yml', 'title: [');
    await file('rules/README.md', 'none');
    const { exitCode, stdout, stderr } = await run('hunt run --dir rules -o ndjson');
    expect(exitCode).toBe(6);
    expect(new Set(rowsOf(stdout).map(({ query }) => query))).toEqual(new Set(['good']));
    expect(stderr).toMatch(/not asked: \S+bad\.yml:1:\d+: "bad": IntegrityLevel: the server does not know/);
    expect(stderr).toMatch(
      /not asked: \S+broken\.yml: "broken\.yml": \S+broken\.yml:1:9: a bracket is not closed/,
    );
    expect((await run('hunt run rules/below/bad.yml')).exitCode).toBe(1);
    const broken = await run('hunt run rules/below/broken.yml');
    expect(broken).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('broken.yml:1:9') });
  });

  test('of which one question fails tells of it and gives the others', async () => {
    await file('one-bad.tsv', 'bad\tipaddr:no-address\ngood\tprocess_name:net.exe\n');
    const { exitCode, stdout, stderr } = await run('hunt run one-bad.tsv -o ndjson');
    expect({ exitCode, some: rowsOf(stdout).length > 0 }).toEqual({ exitCode: 6, some: true });
    expect(stderr).toContain('failed: one-bad "bad": the server refused the query');
    await file('bad.tsv', 'bad\tipaddr:no-address\n');
    expect(await run('hunt run bad.tsv')).toMatchObject({ exitCode: 2 });
    const summed = await run('hunt run one-bad.tsv --summary -o ndjson');
    expect(rowsOf(summed.stdout)).toMatchObject([{ query: 'bad', hits: null }, { query: 'good' }]);
    expect(summed.exitCode).toBe(6);
  });

  test('with a query that no server can read is not begun', async () => {
    await file('open.tsv', 'open\tprocess_name:(a\n');
    const before = searches().length;
    const { exitCode, stderr } = await run('hunt run open.tsv');
    expect({ exitCode, sent: searches().length - before }).toEqual({ exitCode: 2, sent: 0 });
    expect(stderr).toContain('open.tsv:1:6: the query of "open" cannot be read at character 14');
  });

  test('of ten thousand queries asks first', async () => {
    await file(
      'many.tsv',
      Array.from({ length: 10_000 }, (_, at) => `q${at}\tprocess_name:p${at}.exe`).join('\n'),
    );
    const refused = await run('hunt run many.tsv');
    expect(refused).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('10,000 queries') });
    const declined = await world.run('cbq hunt run many.tsv', { tty: true, answers: [false] });
    expect(declined).toMatchObject({ exitCode: 2, questions: [expect.stringContaining('10,000 queries')] });
  });

  test('that Ctrl-C stops gives what is there, and says what was not asked', async () => {
    await file('long.tsv', Array.from({ length: 400 }, (_, at) => `q${at}\tprocess_name:net.exe`).join('\n'));
    const runtime = world.runtime(['hunt', 'run', 'long.tsv', '-o', 'ndjson']);
    runtime.streams.out.onWrite(() => runtime.interrupt());
    expect(await main('cbq', runtime)).toBe(130);
    expect(rowsOf(runtime.out()).length).toBeGreaterThan(0);
    expect(runtime.err()).toMatch(/stopped: \d+ asked, \d+ not begun/);
  });

  test('comes from stdin, and of several files', async () => {
    const { stdout } = await world.run('cbq hunt run - --summary -o tsv --fields source,query', {
      stdin: 'a\tprocess_name:net.exe\n',
    });
    expect(stdout).toBe('stdin\ta\n');
    expect((await run('hunt run')).exitCode).toBe(2);
  });

  test('of binaries has their names and hashes', async () => {
    await file(
      'bin.yaml',
      'queries:\n  - {name: unsigned, query: "digsig_result:Unsigned", index: binary}\n',
    );
    const { stdout } = await run('hunt run bin.yaml --most 3 -o tsv --fields query,process_name,id');
    expect(stdout.split('\n')[0]).toMatch(/^unsigned\t\S+\t[0-9A-F]{32}$/i);
  });

  test('of hostile names shows nothing that the terminal obeys', async () => {
    await file('hostile.json', { 'a\u001b[31m\u202e': { process_name: ['net.exe'] } });
    const { stdout } = await world.run('cbq hunt run hostile.json --summary', { tty: true });
    expect(stdout).not.toMatch(/\u001b\[31m|\u202e/);
  });
});

test('translated rules are shown, with what is refused', async () => {
  const { exitCode, stdout } = await run('hunt translate --dir rules -o ndjson');
  expect(exitCode).toBe(6);
  expect(rowsOf(stdout)).toMatchObject([
    { query: 'good', match: 'exact', text: 'os_type:windows path:net.exe', why: [] },
    { query: 'bad', match: 'refused', field: 'IntegrityLevel', text: null },
    { query: 'broken.yml', match: 'refused' },
  ]);
});

test('of a few rules that are refused field and reason stand beside the rows', async () => {
  const { exitCode, stdout, stderr } = await run('hunt translate rules/below/bad.yml');
  expect({ exitCode, stdout }).toEqual({ exitCode: 6, stdout: 'bad\tbad\trefused\t\n' });
  expect(stderr).toMatch(/^not asked: "bad": IntegrityLevel: \S.*\n1 of 1 cannot be asked here\n$/);
});
