import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { entry, startHostileServer } from '../support/hostile-server.ts';
import { labVerbs } from '../support/lab-verbs.ts';
import { runHostile } from '../support/run-hostile.ts';

const world = labVerbs();
const random = '9e94812540f2b34bbac2e8abdabf3f87c541a69babd9e683214c0cf031241711';
const empty = createHash('sha256').digest('hex');

describe('hash', () => {
  it('is worked out on the sensor, and says so', async () => {
    expect(await (await world.on(10)).json('hash C:\\lab\\random-1m.bin')).toEqual([
      { sha256: random, by: 'sensor', tool: 'certutil', path: 'C:\\lab\\random-1m.bin' },
    ]);
    expect(await (await world.on(1)).json('hash /lab/random-1m.bin')).toMatchObject([
      { by: 'sensor', tool: 'sha256sum', path: '/lab/random-1m.bin' },
    ]);
  });

  it('is worked out here where the tool tells none, as certutil of an empty file', async () => {
    const ran = await (await world.on(10)).run('hash C:\\lab\\empty.txt C:\\lab\\random-1m.bin --json');
    expect(JSON.parse(ran.stdout)).toMatchObject([
      { sha256: empty, by: 'here', tool: null },
      { sha256: random, by: 'sensor' },
    ]);
    expect(ran.stderr).toBe('1 file was hashed here: certutil told no hash\n');
    expect(ran.exitCode).toBe(0);
  });

  it.each([
    ['md5', 'md5sum'],
    ['sha1', 'sha1sum'],
  ])('--%s', async (name, tool) => {
    const content = await (await world.on(1)).run('cat --raw /lab/random-1m.bin');
    const hash = createHash(name).update(content.bytes).digest('hex');
    expect(await (await world.on(1)).json(`hash --${name} /lab/random-1m.bin`)).toEqual([
      { [name]: hash, by: 'sensor', tool, path: '/lab/random-1m.bin' },
    ]);
    expect(await (await world.on(10)).json(`hash --${name} C:\\lab\\random-1m.bin --here`)).toMatchObject([
      { by: 'here', tool: null },
    ]);
  });

  it('what is not there is said, and the others are hashed', async () => {
    const ran = await (await world.on(10)).run('hash C:\\lab\\nope.bin C:\\lab\\random-1m.bin');
    expect(ran.stdout).toContain(random);
    expect(ran.stderr).toContain('C:\\lab\\nope.bin is not on WIN-EP7RMLTCLAJ');
    expect(ran.exitCode).toBe(6);
    expect((await (await world.on(10)).run('hash C:\\lab\\nope.bin')).exitCode).toBe(3);
  });

  it('a dry run starts nothing', async () => {
    const sent: unknown[] = [];
    const sensor = await world.open(10, { dryRun: ({ body }) => sent.push(body), pid: 4711 });
    const ran = await sensor.run('hash C:\\lab\\random-1m.bin');
    expect(ran).toMatchObject({ stdout: '', stderr: 'dry run: nothing was sent\n', exitCode: 0 });
    expect(JSON.stringify(sent)).toContain('certutil');
  });
});

/** A sensor with one file, whose tool prints what the test says. */
async function hashOn(path: string, printed: string, words: readonly string[] = []) {
  const content = Buffer.from('the very bytes');
  await using server = await startHostileServer({
    commands: {
      'directory list': () => ({ files: [entry(path.split('\\').at(-1) ?? '')] }),
      'create process': () => ({ pid: 1, return_code: 0 }),
      'get file': ({ object }) => ({ file_id: String(object).includes('cblr-') ? 1001 : 1002 }),
    },
    file: { size: undefined },
    content: (request, response) => {
      response.end(request.url?.includes('/1001/') === true ? printed : content);
    },
  });
  const ran = await runHostile(server, ['hash', '10', '--json', ...words, path]);
  const lines = server.posted.filter(({ name }) => name === 'create process').map(({ object }) => object);
  return { ran, rows: JSON.parse(ran.out === '' ? '[]' : ran.out) as unknown, lines, own: sha256(content) };
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

describe('a sensor that deviates', () => {
  it.each([
    ['nothing', ''],
    ['something else', 'Zugriff verweigert\r\n'],
    ['the hash of another file', `SHA256 hash of C:\\x:\r\n${random}\r\nCertUtil: done\r\n`],
    ['a hash alone', `${random}\r\n`],
    ['without end', 'CertUtil '.repeat(200_000)],
  ])('its tool prints %s: hashed here', async (_what, printed) => {
    const { rows, own } = await hashOn('C:\\p\\a.txt', printed);
    expect(rows).toEqual([{ sha256: own, by: 'here', tool: null, path: 'C:\\p\\a.txt' }]);
  });

  it('a name that Windows reads otherwise is handed to no tool', async () => {
    const lie = `SHA256 hash of C:\\p\\a.txt :\r\n${random}\r\nCertUtil: done\r\n`;
    const { rows, lines, own } = await hashOn('C:\\p\\a.txt ', lie);
    expect(lines).toEqual([]);
    expect(rows).toMatchObject([{ sha256: own, by: 'here' }]);
  });

  it('--here runs nothing', async () => {
    const { lines, rows } = await hashOn('C:\\p\\a.txt', '', ['--here']);
    expect(lines).toEqual([]);
    expect(rows).toMatchObject([{ by: 'here' }]);
  });

  it('takes shasum where there is no sha256sum, and looks for that once', async () => {
    const missing = { status: 'error', result_code: 2, result_type: 'CbError' };
    const started: string[] = [];
    const nameOf = (line: string) => line.split(' ').at(-1) ?? '';
    await using server = await startHostileServer({
      os: 'linux',
      commands: {
        'create process': ({ object }) => {
          const line = String(object);
          started.push(line.slice(0, line.indexOf(' /p')));
          return line.startsWith('/usr/bin/shasum')
            ? { pid: 1, return_code: 0, name: nameOf(line) }
            : missing;
        },
      },
      file: { size: undefined },
      content: (_request, response) => {
        const line = String(server.posted.findLast(({ name }) => name === 'create process')?.['object']);
        response.end(`${random}  ${nameOf(line)}\n`);
      },
    });
    const [a, b] = [`/p/${'a'.repeat(20_000)}`, `/p/${'b'.repeat(20_000)}`];
    const ran = await runHostile(server, ['hash', '10', '--json', a, b]);
    expect(started).toEqual(['/usr/bin/sha256sum', '/usr/bin/shasum -a 256', '/usr/bin/shasum -a 256']);
    expect(JSON.parse(ran.out)).toEqual([
      { sha256: random, by: 'sensor', tool: 'shasum', path: a },
      { sha256: random, by: 'sensor', tool: 'shasum', path: b },
    ]);
  });

  it('a hundred files are one start of a program, and lie in order', async () => {
    const names = Array.from({ length: 100 }, (_, n) => `f${n}.bin`);
    const line = () => String(server.posted.findLast(({ name }) => name === 'create process')?.['object']);
    const block = (path: string) =>
      `SHA256 hash of ${path}:\r\n${sha256(Buffer.from(path))}\r\nCertUtil: -hashfile command completed successfully.\r\n`;
    await using server = await startHostileServer({
      commands: {
        'directory list': () => ({ files: names.map((name) => entry(name)) }),
        'create process': () => ({ pid: 1, return_code: 0 }),
      },
      file: { size: undefined },
      content: (_request, response) =>
        void response.end(
          [...line().matchAll(/-hashfile "([^"]+)"/g)].map(([, path = '']) => block(path)).join(''),
        ),
    });
    const ran = await runHostile(server, ['hash', '10', '--json', 'C:\\p\\*']);
    expect(JSON.parse(ran.out)).toEqual(
      names.map((name) => ({
        sha256: sha256(Buffer.from(`C:\\p\\${name}`)),
        by: 'sensor',
        tool: 'certutil',
        path: `C:\\p\\${name}`,
      })),
    );
    expect(server.posted.filter(({ name }) => name === 'create process')).toHaveLength(1);
  });
});
