import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { directory, entry, startHostileServer } from '../support/hostile-server.ts';
import { runHostile } from '../support/run-hostile.ts';

const flagged = (name: string, ...attributes: readonly string[]) => entry(name, { attributes, size: 0 });
const refused = { status: 'error', result_code: 0x80070005 };
const absent = { status: 'error', result_code: 0x80070002 };
const badName = { status: 'error', result_code: 0x8007007b };

const folders: Readonly<Record<string, readonly object[]>> = {
  'C:\\m\\': [entry('ok.txt'), directory('denied'), directory('good'), directory('a\\b')],
  'C:\\m\\good\\': [entry('x.txt')],
  'C:\\u\\': [
    entry('a.txt'),
    flagged('OneDrive', 'DIRECTORY', 'REPARSE_POINT'),
    flagged('Application Data', 'DIRECTORY', 'REPARSE_POINT', 'HIDDEN', 'SYSTEM'),
    flagged('cloud', 'DIRECTORY', 'REPARSE_POINT', 'RECALL_ON_DATA_ACCESS'),
    entry('kept online.docx', { attributes: ['ARCHIVE', 'REPARSE_POINT', 'OFFLINE'] }),
  ],
  'C:\\u\\cloud\\': [entry('c.txt')],
  'C:\\alias\\': [
    flagged('Application Data', 'DIRECTORY', 'REPARSE_POINT', 'HIDDEN', 'SYSTEM'),
    entry('b.txt'),
  ],
};

function sensor() {
  return startHostileServer({
    file: { size: 3 },
    content: (_request, response) => {
      response.setHeader('content-type', 'application/octet-stream');
      response.end('abc');
    },
    commands: {
      'directory list': ({ object }) => {
        const path = String(object);
        if (path.includes('denied\\')) return refused;
        if (path.endsWith('\\')) return folders[path] === undefined ? absent : { files: folders[path] };
        return folders[`${path}\\`] === undefined ? absent : { files: [directory(path.slice(3))] };
      },
    },
  });
}

describe('what is left out is known to the exit code', () => {
  it.each([
    ['find', ['find', '10', 'C:\\m']],
    ['find of nothing that is there, with --expect', ['find', '10', 'C:\\m', '--name', 'nope', '--expect']],
    ['tree', ['tree', '10', 'C:\\m']],
    ['get -r', ['get', '10', '-r', 'C:\\m']],
  ])('%s past a directory that cannot be listed, and one with no name', async (_what, words) => {
    await using server = await sensor();
    const ran = await runHostile(server, words);
    expect(ran).toMatchObject({
      exitCode: 6,
      err: expect.stringContaining('listing C:\\m\\denied: 0x80070005'),
    });
    expect(ran.err).toContain('a\\b cannot be a name');
    expect(await runHostile(server, [...words, '-q'])).toMatchObject({ exitCode: 6 });
    expect(server.posted.map(({ object }) => object)).not.toContain('C:\\m\\a\\b\\');
  });

  it.each(['find', 'tree'])(
    '%s says which links it did not go through; an alias makes nothing incomplete',
    async (verb) => {
      await using server = await sensor();
      const ran = await runHostile(server, [verb, '10', 'C:\\u']);
      expect(ran.exitCode).toBe(6);
      expect(ran.err).toContain('2 links were not gone through');
      expect(ran.err).toContain('C:\\u\\OneDrive, C:\\u\\Application Data');
      expect(ran.out).toContain('c.txt');
      const alias = await runHostile(server, [verb, '10', 'C:\\alias']);
      expect(alias).toMatchObject({
        exitCode: 0,
        err: expect.stringContaining('a link was not gone through'),
      });
      const whole = await runHostile(server, [verb, '10', 'C:\\m\\good']);
      expect(whole).toMatchObject({ exitCode: 0 });
      const shallow = await runHostile(server, [verb, '10', 'C:\\u', '--depth', '1']);
      expect(shallow).toMatchObject({ exitCode: 0 });
    },
  );

  it('get -r has a row for each link, and fetches what is no link but looks like one', async () => {
    await using server = await sensor();
    const ran = await runHostile(server, [
      'get',
      '10',
      '-r',
      'C:\\u',
      '--json',
      '--fields',
      'remote,outcome',
    ]);
    expect(ran.exitCode).toBe(6);
    expect(JSON.parse(ran.out)).toEqual([
      { remote: 'C:\\u\\a.txt', outcome: 'done' },
      { remote: 'C:\\u\\OneDrive', outcome: 'failed' },
      { remote: 'C:\\u\\Application Data', outcome: 'link, left out' },
      { remote: 'C:\\u\\kept online.docx', outcome: 'done' },
      { remote: 'C:\\u\\cloud\\c.txt', outcome: 'done' },
    ]);
    expect(ran.err).toContain('get -r C:\\\\u\\\\OneDrive fetches what is in it');
    expect((await runHostile(server, ['get', '10', '-r', 'C:\\alias'])).exitCode).toBe(0);
  });
});

describe('what no listing shows', () => {
  const content: Readonly<Record<string, string>> = {
    'C:\\p\\ads.txt:Zone.Identifier': '[ZoneTransfer]\r\nZoneId=3\r\n',
    'C:\\$MFT': 'FILE0'.repeat(100),
    '\\\\.\\PhysicalDrive0': '3\u00c0'.repeat(256),
    '\\\\?\\GLOBALROOT\\Device\\HarddiskVolumeShadowCopy1\\Windows\\System32\\config\\SAM': 'regf',
  };
  const unlisting = (listing: () => Record<string, unknown>) => {
    const asked: string[] = [];
    return startHostileServer({
      file: { size: undefined },
      content: (request, response) => {
        const body = Buffer.from(
          content[asked[Number(/file\/(\d+)/.exec(request.url ?? '')?.[1]) - 1] ?? ''] ?? '',
        );
        response.setHeader('content-type', 'application/octet-stream');
        response.end(body);
      },
      commands: {
        'directory list': () => {
          asked.push('');
          return listing();
        },
        'get file': ({ object }) => {
          asked.push(String(object));
          return content[String(object)] === undefined ? absent : {};
        },
      },
    });
  };

  it.each(
    Object.keys(content).flatMap((path) => [
      [path, 'knows nothing of it', absent] as const,
      [path, 'refuses its name', badName] as const,
      // An empty listing of a device says that it is a directory.
      ...(path.startsWith('\\\\.') ? [] : [[path, 'shows nothing', { files: [] }] as const]),
    ]),
  )('%s is fetched where the listing %s', async (path, _what, listing) => {
    await using server = await unlisting(() => listing);
    const ran = await runHostile(server, ['get', '10', path, 'out.bin', '--json']);
    expect(ran).toMatchObject({ exitCode: 0 });
    const bytes = await readFile(join(ran.folder, 'out.bin'));
    expect(bytes.toString()).toBe(content[path]);
    expect(JSON.parse(ran.out)).toMatchObject({
      remote: path,
      size: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    });
    const shown = await runHostile(server, ['tail', '10', '-n', '1', path, '--encoding', 'utf-8']);
    expect(shown.out.trimEnd()).toBe((content[path] ?? '').trimEnd().split('\n').at(-1));
  });

  it.each(['get', 'get -r', 'cat', 'head', 'tail', 'hexdump'])(
    'that the sensor does not have is said so by %s, by the answer of the sensor alone',
    async (verb) => {
      await using server = await unlisting(() => badName);
      const ran = await runHostile(
        server,
        [...verb.split(' '), '10', 'C:\\nosuch'].toSorted((a, b) => Number(b === verb) - Number(a === verb)),
      );
      expect(ran).toMatchObject({
        exitCode: 3,
        out: '',
        err: expect.stringContaining('C:\\nosuch is not on FIN-WS-07\n'),
      });
      expect(server.posted.at(-1)).toMatchObject({ name: 'get file', object: 'C:\\nosuch' });
    },
  );
});
