import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  entry,
  type HostileOptions,
  type HostileServer,
  sendJson,
  startHostileServer,
} from '../support/hostile-server.ts';
import { labVerbs } from '../support/lab-verbs.ts';
import { runHostile } from '../support/run-hostile.ts';

const gib = 1024 ** 3;
const dump = 'C:\\Windows\\CarbonBlack\\cblr-0123456789ab.dmp';
const bytes = Buffer.alloc(3 * 1024 * 1024, 'memory of a sensor ');
const half = 1024 * 1024;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cblr-memdump-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const names = (server: HostileServer) => server.posted.map(({ name }) => name);

/** A sensor with so much free and so much memory, on which no dump is before one is taken. */
const sensor = (free: unknown, memory: unknown, more: HostileOptions = {}) => {
  let isDumped = false;
  return startHostileServer({
    sensor: { systemvolume_free_size: free, physical_memory_size: memory },
    commands: {
      memdump: () => {
        isDumped = true;
        return { return_code: 0 };
      },
      'directory list': () => ({ files: isDumped ? [entry('m.dmp', { size: 5 })] : [] }),
    },
    ...more,
  });
};

describe('a dump for which the sensor has no room', () => {
  it.each([
    ['takes one all the same', true, 0],
    ['takes none', false, 2],
  ])('is asked about: %s', async (_what, answer, exitCode) => {
    await using server = await sensor(String(4 * gib), String(16 * gib));
    const ran = await runHostile(server, ['memdump', '10', 'C:\\m.dmp'], { tty: true, answers: [answer] });
    expect(ran.questions).toEqual([
      'FIN-WS-07 had 4.0 GiB free when it last checked in, and has 16.0 GiB of memory: dump it to C:\\m.dmp all the same?',
    ]);
    expect([ran.exitCode, names(server).includes('memdump')]).toEqual([exitCode, answer]);
  });

  it('is refused before anything is sent where nobody can be asked, unless it is meant', async () => {
    await using server = await sensor(String(4 * gib), String(16 * gib));
    const ran = await runHostile(server, ['memdump', '10', 'C:\\m.dmp']);
    expect([ran.exitCode, ran.err]).toEqual([2, expect.stringContaining('add --yes if it is meant')]);
    expect(names(server)).not.toContain('memdump');
    expect((await runHostile(server, ['memdump', '10', 'C:\\m.dmp', '--yes'])).exitCode).toBe(0);
  });

  it.each([
    ['it says nothing of its memory', String(gib), undefined, 'C:\\m.dmp'],
    ['it says nothing of its room', undefined, String(gib), 'C:\\m.dmp'],
    ['what it says is no size', '-1', '1e400', 'C:\\m.dmp'],
    ['it goes to another drive', '0', String(gib), 'D:\\m.dmp'],
  ])('is not asked about where nobody knows, which is said: %s', async (_what, free, memory, path) => {
    await using server = await sensor(free, memory);
    const ran = await runHostile(server, ['memdump', '10', path], { tty: true });
    expect([ran.exitCode, ran.questions]).toEqual([0, []]);
    expect(ran.err).toContain(`whether there is room for a dump at ${path} is not known`);
  });

  it('is taken without a word where there is room', async () => {
    await using server = await sensor(String(16 * gib), String(16 * gib));
    const ran = await runHostile(server, ['memdump', '10', 'C:\\m.dmp'], { tty: true });
    expect([ran.exitCode, ran.questions]).toEqual([0, []]);
    expect(ran.err).not.toContain('room');
  });
});

/** A sensor without a dump until one is taken, and whose first fetch breaks off. */
const breaking = () => {
  let isDumped = false;
  let fetches = 0;
  const answerFile = (id: number, offset: number, isContent: boolean, response: ServerResponse): unknown => {
    const rest = bytes.subarray(offset);
    const { length } = rest;
    if (!isContent)
      return sendJson(response, { id, file_name: 'x', size: length, size_uploaded: length, status: 0 });
    fetches += 1;
    if (fetches === 2) return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': length });
    if (fetches > 1) return response.end(rest);
    return response.write(rest.subarray(0, half), () => setImmediate(() => response.destroy()));
  };
  const server = startHostileServer({
    sensor: { systemvolume_free_size: '1', physical_memory_size: '1' },
    commands: {
      memdump() {
        isDumped = true;
        return { return_code: 0 };
      },
      'directory list': () => ({
        files: isDumped ? [entry('cblr-0123456789ab.dmp', { size: bytes.length })] : [],
      }),
    },
    route({ method, url }, response): boolean {
      const id = Number(/\/file\/(\d+)(?:\/content)?$/.exec(url)?.[1]);
      if (method !== 'GET' || Number.isNaN(id)) return false;
      void server.then(({ posted }) =>
        answerFile(id, Number(posted[id - 1]?.['offset'] ?? 0), url.endsWith('/content'), response),
      );
      return true;
    },
  });
  return server;
};

describe('a dump that is taken', () => {
  const world = labVerbs();

  it('says how far it is, by the memory of the sensor, each stage from its own start', async () => {
    const looks = [
      { dumping: true, percentdone: 25 },
      { dumping: true, percentdone: 0 },
      { compressing: true, percentdone: 40 },
    ];
    const onReply = (_asked: unknown, json: unknown): unknown => {
      const command = Object(json) as Readonly<Record<string, unknown>>;
      const isOurs = command['name'] === 'memdump' && command['status'] !== 'pending';
      const look = isOurs ? looks.shift() : undefined;
      return look === undefined ? json : { ...command, status: 'in progress', dumping: false, ...look };
    };
    const sensor = await world.open(10, { onReply, pid: 2 });
    const shown: string[] = [];
    const ran = await sensor.run('memdump C:\\shown.dmp --compress', {
      onAdvance: (text) => shown.push(text),
    });
    expect(ran.exitCode).toBe(0);
    expect(shown).toEqual([
      expect.stringMatching(/^dumping memory █{5}░{15} 25% \S+ GiB of \S+ GiB, \S+ GiB\/s, 3s left$/),
      expect.stringMatching(/^compressing the dump █{8}░{12} 40% \S+ GiB of \S+ GiB, \S+ GiB\/s, 2s left$/),
    ]);
  });
});

describe('memdump --get --resume', () => {
  it('goes on where the fetch broke off, and takes no dump', async () => {
    await using server = await breaking();
    const local = join(folder, 'm.dmp');
    const broken = await runHostile(server, ['memdump', '10', dump, '--get', local]);
    expect(broken.exitCode).not.toBe(0);
    expect(broken.err).toContain(`memdump ${dump} --get ${local} --resume goes on with it`);
    expect(broken.err).toContain(`the dump stays on the sensor: ${dump}`);
    expect(names(server).filter((name) => name === 'memdump')).toHaveLength(1);

    const again = await runHostile(server, ['memdump', '10', '--get', local]);
    expect(again.err).toContain(`${local}.part is there from an earlier fetch`);

    const ran = await runHostile(server, ['memdump', '10', dump, '--get', local, '--resume', '--json']);
    expect(ran.err).not.toContain('not known');
    expect(JSON.parse(ran.out)).toMatchObject({ remote: dump, local, size: bytes.length });
    expect((await readFile(local)).equals(bytes)).toBe(true);
    expect(server.posted.filter(({ name }) => name === 'get file').at(-1)).toMatchObject({ offset: half });
    expect(names(server).filter((name) => name === 'memdump')).toHaveLength(1);
    expect(server.posted.at(-1)).toMatchObject({ name: 'delete file', object: dump });
  });

  it('without a name goes on with the only one that was taken so; one that no session knows stays on the sensor', async () => {
    await using server = await startHostileServer({
      commands: {
        'directory list': () => ({
          files: [entry('cblr-0123456789ab.dmp.zip', { size: 5 }), entry('cblr-evil.dmp'), entry('x.dmp')],
        }),
      },
      file: { size: 5, size_uploaded: 5 },
      content: (_, response) => void response.writeHead(200).end('whole'),
    });
    const ran = await runHostile(server, ['memdump', '10', '--get', `${folder}/`, '--resume']);
    expect(ran.exitCode).toBe(0);
    expect(ran.err).toContain(
      '.dmp.zip is a whole dump is not known to this session: it stays on the sensor',
    );
    expect(await readdir(folder)).toContain('cblr-0123456789ab.dmp.zip');
    expect(names(server)).toEqual(expect.not.arrayContaining(['memdump', 'delete file']));
  });

  it.each([
    ['there is none', [], 3, /no dump of ours is in /],
    ['there are several', ['cblr-0123456789ab.dmp', 'cblr-ba9876543210.dmp'], 2, /2 dumps are there: /],
  ])('says so and takes none where %s', async (_what, files, exitCode, words) => {
    await using server = await startHostileServer({
      commands: { 'directory list': () => ({ files: files.map((name) => entry(name)) }) },
    });
    const ran = await runHostile(server, ['memdump', '10', '--get', 'x', '--resume']);
    expect([ran.exitCode, ran.err]).toEqual([exitCode, expect.stringMatching(words)]);
    expect(names(server)).not.toContain('memdump');
  });

  it('of one that is still made says so', async () => {
    await using server = await startHostileServer({
      commands: { 'directory list': () => ({ files: [entry('cblr-0123456789ab.dmp')] }) },
      route({ method, url }, response) {
        if (method !== 'GET' || !/\/session\/41\/command(?:\?|$)/.test(url)) return false;
        sendJson(response, [{ id: 7, name: 'memdump', object: dump.toUpperCase(), status: 'in progress' }]);
        return true;
      },
    });
    const ran = await runHostile(server, ['memdump', '10', dump, '--get', 'x', '--resume']);
    expect([ran.exitCode, ran.err]).toEqual([1, expect.stringContaining('is still being made')]);
    expect(ran.err).toContain('commands shows when command 7 is over');
  });

  it('wants --get, and a local file that is not there', async () => {
    await using server = await startHostileServer({
      commands: { 'directory list': () => ({ files: [entry('cblr-0123456789ab.dmp')] }) },
    });
    expect((await runHostile(server, ['memdump', '10', dump, '--resume'])).exitCode).toBe(2);
    const local = join(folder, 'taken');
    await writeFile(local, 'mine');
    expect((await runHostile(server, ['memdump', '10', dump, '--get', local, '--resume'])).exitCode).toBe(1);
    expect(await readFile(local, 'utf8')).toBe('mine');
    expect(names(server)).not.toContain('get file');
  });
});
