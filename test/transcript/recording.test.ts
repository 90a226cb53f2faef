import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LocalFiles, OwnLog } from '../../src/ports/local-files.ts';
import { makeLocalFiles } from '../../src/runtime/local-files.ts';
import { Recording } from '../../src/transcript/recording.ts';
import { TranscriptFile, type TranscriptPlace } from '../../src/transcript/transcript-file.ts';
import { verifyFolder } from '../../src/transcript/verify.ts';
import { collect } from '../support/collect.ts';
import { makeTestClock } from '../support/test-clock.ts';

let root = '';
let folder = '';
let notes: string[] = [];
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'cblr-transcript-'));
  folder = join(root, 'transcripts');
  notes = [];
});
afterEach(() => rm(root, { recursive: true, force: true }));

const opened = { program: 'cblr', version: '1', profile: 'p', server: 's', user: 'u', machine: 'm', pid: 7 };
const uid = process.getuid?.() ?? -1;

function recordingIn(
  place: TranscriptPlace | undefined,
  files: LocalFiles = disk(),
  owner = uid,
  clock = makeTestClock(),
) {
  const own = { pid: 7, uid: owner, isAlive: () => true };
  return new Recording({
    clock,
    note: (text) => void notes.push(text),
    open: async (begunMs) =>
      place === undefined
        ? undefined
        : await TranscriptFile.open(place, opened, begunMs, { files, clock, own }),
  });
}

function disk(): LocalFiles {
  return makeLocalFiles({ directory: root, home: root, temporary: root });
}

/** Its appends fail while `isFull()`. */
function fullDisk(isFull: () => boolean): LocalFiles {
  const files = disk();
  const openLog: LocalFiles['openLog'] = (path, options) => {
    const log: OwnLog = files.openLog(path, options);
    return {
      ...log,
      append(bytes) {
        if (isFull()) throw new Error('the disk is full');
        log.append(bytes);
      },
    };
  };
  return { ...files, openLog };
}

const reads = { effect: 'reads', json: { name: 'x' } } as const;
const writes = { effect: 'writes', json: { name: 'x' } } as const;
const command = { key: 1, session: 1, name: 'x', writes: true };

async function states() {
  const files = disk();
  const reader = {
    names: async () => await readdir(folder),
    read: (name: string) => files.read(join(folder, name)),
  };
  return (await collect(verifyFolder(reader))).map(({ state }) => state);
}

async function kindsOf(path: string): Promise<readonly string[]> {
  const text = await readFile(path, 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { kind: string }).kind);
}

describe('a recording', () => {
  it('begins when the first that it tells has happened, however late it is made', async () => {
    const clock = makeTestClock(Date.UTC(2024, 4, 14, 9, 30), false);
    const recording = recordingIn({ folder }, disk(), uid, clock);
    recording.tell('verb', { verb: 1, line: 'rm x' });
    // As long as a question stands.
    clock.advance(90_000);
    await recording.before('command', command, writes);
    await recording.close(0);
    const [name = ''] = (await readdir(folder)).filter((each) => each.startsWith('2'));
    expect(name).toMatch(/^2024-05-14-093000000-/);
    const lines = (await readFile(join(folder, name), 'utf8')).trim().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { at: string }).at)).toEqual([
      ...Array(2).fill('2024-05-14T09:30:00.000Z'),
      ...Array(2).fill('2024-05-14T09:31:30.000Z'),
    ]);
  });

  it('makes nothing before something is sent, and then writes what was told before', async () => {
    const recording = recordingIn({ folder });
    recording.tell('note', { text: 'early' });
    expect(await readdir(root)).toEqual([]);
    await recording.before('command', command, reads);
    recording.tell('note', { text: 'late' });
    await recording.close(0);
    const [name = ''] = (await readdir(folder)).filter((each) => each !== 'index.ndjson');
    expect(await kindsOf(join(folder, name))).toEqual(['opened', 'note', 'command', 'note', 'left']);
    expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect(await states()).toEqual(['whole', 'whole']);
  });

  it('leaves none where nothing was sent, or none is wanted', async () => {
    const quiet = recordingIn({ folder });
    quiet.tell('note', { text: 'x' });
    await quiet.close(0);
    const off = recordingIn(undefined);
    await off.before('command', command, writes);
    await off.close(0);
    expect(off.isKept()).toBe(false);
    expect(await readdir(root)).toEqual([]);
    expect(notes).toEqual([]);
  });

  it('goes to a file of its own without an index, and never over another one', async () => {
    const file = join(root, 'mine.ndjson');
    const recording = recordingIn({ file });
    await recording.before('command', command, writes);
    await recording.close(0);
    expect(await readdir(root)).toEqual(['mine.ndjson']);
    await expect(recordingIn({ file }).before('command', command, writes)).rejects.toMatchObject({
      kind: 'Config',
    });
  });

  it.each([
    ['of another user', async () => undefined, 12345, 'belongs to another user'],
    ['that others can write to', async () => await chmod(folder, 0o777), uid, 'can be written by others'],
    [
      'that is a file',
      async () => {
        await rm(folder, { recursive: true });
        await writeFile(folder, '');
      },
      uid,
      'cannot',
    ],
  ])('refuses a folder %s: what writes is not sent, what reads goes on', async (_what, spoil, owner, why) => {
    await mkdir(folder);
    await spoil();
    const recording = recordingIn({ folder }, disk(), owner);
    await recording.before('command', command, reads);
    await recording.before('command', command, reads);
    expect(notes).toEqual([expect.stringContaining(why)]);
    expect(recording.isKept()).toBe(false);
    await expect(recording.before('command', command, writes)).rejects.toMatchObject({
      kind: 'Config',
      message: expect.stringContaining('nothing was sent'),
    });
  });

  it('follows no link in the place of its index', async () => {
    await mkdir(folder);
    await writeFile(join(root, 'theirs'), 'x');
    await symlink(join(root, 'theirs'), join(folder, 'index.ndjson'));
    await expect(recordingIn({ folder }).before('command', command, writes)).rejects.toMatchObject({
      kind: 'Config',
    });
    expect(await readFile(join(root, 'theirs'), 'utf8')).toBe('x');
  });

  it('leaves nothing open where its index cannot be written, however often it is tried', async () => {
    await mkdir(folder);
    await symlink(join(root, 'theirs'), join(folder, 'index.ndjson'));
    const files = disk();
    let open = 0;
    const openLog: LocalFiles['openLog'] = (path, options) => {
      const log = files.openLog(path, options);
      open += 1;
      return {
        ...log,
        close() {
          open -= 1;
          log.close();
        },
      };
    };
    const recording = recordingIn({ folder }, { ...files, openLog });
    for (let number = 0; number < 3; number++)
      await expect(recording.before('command', command, writes)).rejects.toMatchObject({ kind: 'Config' });
    expect(open).toBe(0);
  });

  it('stops writes while the disk is full, and says afterwards what it missed', async () => {
    let isFull = false;
    const recording = recordingIn(
      { folder },
      fullDisk(() => isFull),
    );
    await recording.before('command', command, writes);
    isFull = true;
    await recording.before('command', { ...command, key: 2 }, reads);
    recording.tell('note', { text: 'lost' });
    await expect(recording.before('command', { ...command, key: 3 }, writes)).rejects.toMatchObject({
      kind: 'Config',
    });
    expect(recording.isKept()).toBe(false);
    expect(notes).toHaveLength(1);
    isFull = false;
    await recording.before('command', { ...command, key: 4 }, writes);
    expect(recording.isKept()).toBe(true);
    await recording.close(0);
    const [name = ''] = (await readdir(folder)).filter((each) => each !== 'index.ndjson');
    expect(await kindsOf(join(folder, name))).toEqual(['opened', 'command', 'missed', 'command', 'left']);
    expect(await readFile(join(folder, name), 'utf8')).toContain('"events":3');
    expect(await states()).toEqual(['whole', 'whole']);
  });

  it('counts all that was told before its disk was full', async () => {
    let appended = 0;
    let isFull = true;
    const recording = recordingIn(
      { folder },
      // There is room for its first line, the lock of the index, and the line there.
      fullDisk(() => {
        appended += 1;
        return isFull && appended > 3;
      }),
    );
    for (const text of ['one', 'two', 'three']) recording.tell('note', { text });
    await recording.before('command', command, reads);
    isFull = false;
    await recording.before('command', { ...command, key: 2 }, writes);
    await recording.close(0);
    const [name = ''] = (await readdir(folder)).filter((each) => each !== 'index.ndjson');
    expect(await kindsOf(join(folder, name))).toEqual(['opened', 'missed', 'command', 'left']);
    expect(await readFile(join(folder, name), 'utf8')).toContain('"events":4');
  });

  it('that the full disk has no room to begin leaves none, each time', async () => {
    const recording = recordingIn(
      { folder },
      fullDisk(() => true),
    );
    await recording.before('command', command, reads);
    const refusal = { kind: 'Config', message: expect.stringContaining('nothing was sent') };
    await expect(recording.ready()).rejects.toMatchObject(refusal);
    await expect(recording.before('command', command, writes)).rejects.toMatchObject(refusal);
    await recording.close(0);
    expect(await readdir(folder)).toEqual([]);
  });

  it('goes on behind a line that somebody was killed at, and the index says so', async () => {
    const first = recordingIn({ folder });
    await first.before('command', command, reads);
    await first.close(0);
    const index = join(folder, 'index.ndjson');
    await writeFile(index, `${await readFile(index, 'utf8')}{"v":1,"n":3,"at`);
    expect((await states())[0]).toBe('cut');
    const second = recordingIn({ folder });
    await second.before('command', command, reads);
    expect((await states()).toSorted()).toEqual(['open', 'whole', 'whole']);
    await second.close(0);
    expect(await kindsOf(index)).toEqual(['begun', 'finished', 'repaired', 'begun', 'finished']);
  });

  it('that is gone is named, and so is the line behind some that are', async () => {
    const said = async () => {
      const files = disk();
      const reader = {
        names: async () => await readdir(folder),
        read: (name: string) => files.read(join(folder, name)),
      };
      return (await collect(verifyFolder(reader))).map(({ state, says }) => `${state} ${says}`.trim());
    };
    for (const key of [1, 2]) {
      const recording = recordingIn({ folder });
      await recording.before('command', { ...command, key }, writes);
      await recording.close(0);
    }
    const names = (await readdir(folder)).filter((each) => each !== 'index.ndjson').toSorted();
    const [first = '', second = ''] = names;
    const lines = (await readFile(join(folder, first), 'utf8')).split(/(?<=\n)/);
    await writeFile(join(folder, first), lines.toSpliced(1, 1).join(''));
    await rm(join(folder, second));
    expect(await said()).toEqual([
      'whole',
      'missing line 2 does not follow: a line before it is missing',
      'missing the file is missing',
    ]);
  });

  it('and its index show any one byte of them that is changed', async () => {
    for (const text of ['one', 'two']) {
      const recording = recordingIn({ folder });
      recording.tell('note', { text });
      await recording.before('command', command, reads);
      await recording.close(0);
    }
    const contents = new Map<string, Buffer>();
    for (const name of await readdir(folder)) contents.set(name, await readFile(join(folder, name)));
    const places = [...contents].flatMap(([name, bytes]) => Array.from(bytes, (_byte, at) => ({ name, at })));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...places), fc.integer({ min: 1, max: 255 }), async (place, by) => {
        const spoilt = new Map([...contents].map(([name, bytes]) => [name, Buffer.from(bytes)]));
        const bytes = spoilt.get(place.name) ?? Buffer.alloc(1);
        bytes.writeUInt8((bytes.readUInt8(place.at) + by) % 256, place.at);
        const reader = {
          names: async () => [...spoilt.keys()],
          async *read(name: string) {
            yield spoilt.get(name) ?? Buffer.alloc(0);
          },
        };
        const found = await collect(verifyFolder(reader));
        const line = bytes.subarray(0, place.at).toString('latin1').split('\n').length;
        const named = found.filter(({ state }) => state !== 'whole');
        expect(named.map(({ name }) => name)).toContain(place.name);
        expect(named.find(({ name }) => name === place.name)?.line).toBe(line);
      }),
    );
  });
});
