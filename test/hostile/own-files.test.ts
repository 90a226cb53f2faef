import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rename, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openKnownNames } from '../../src/config/known-names.ts';
import { readProfileFiles } from '../../src/config/profile-files.ts';
import { openState } from '../../src/config/state.ts';
import { SessionLedger } from '../../src/live/ledger.ts';
import { LeftFiles } from '../../src/live/left-files.ts';
import type { Runtime } from '../../src/ports/runtime.ts';
import { findRunningLab } from '../../src/programs/lab-link.ts';
import { makeLocalFiles } from '../../src/runtime/local-files.ts';
import { openHistory } from '../../src/shell/history.ts';
import { makeRuntime } from '../support/make-runtime.ts';

const own = process.getuid?.() ?? -1;
const helper = '/tmp/cblr-00112233aabb';

interface OwnFile {
  /** Below the folder of the test. */
  readonly path: string;
  readonly text: string;
  readonly most: number;
  /** Does the program go by what it holds? */
  isHeeded(folder: string, runtime: Runtime): Promise<boolean>;
  /** What spoils no such file. */
  readonly bears?: readonly Spoilt[];
}

const disk = (folder: string) => makeLocalFiles({ directory: folder, home: folder, temporary: folder });
const ledger = (folder: string, { uid, clock, files }: Runtime) =>
  new SessionLedger(
    files,
    { ...clock, sleep: async () => undefined },
    { pid: 4242, uid, isAlive: (pid) => pid === 1 },
    join(folder, 'sessions'),
    'server-7',
  );

const files: Readonly<Record<string, OwnFile>> = {
  'the ledger of sessions': {
    path: 'sessions/server-8.json',
    text: JSON.stringify({ session_id: 41, sensor_id: 8, opened: true, processes: [], commands: [] }),
    most: 1024 * 1024,
    isHeeded: async (folder, runtime) => (await ledger(folder, runtime).leftovers()).length > 0,
  },
  'the lock of the ledger': {
    path: 'sessions/server-7.json.lock',
    text: '1',
    most: 32,
    // Who cannot have the lock writes nothing.
    async isHeeded(folder, runtime) {
      await ledger(folder, runtime).created(7);
      return (await runtime.files.stat(join(folder, 'sessions', 'server-7.json'))) === undefined;
    },
    // It is not taken away, as it may be anything, and nothing is written without a lock.
    bears: ['a folder'],
  },
  'the note of what was left on a sensor': {
    path: `left/server-7+${helper.slice(5)}.left.json`,
    text: JSON.stringify({ path: helper, isFolder: true, what: 'exec x', leftMs: 1 }),
    most: 1024 * 1024,
    async isHeeded(folder, { files, uid }) {
      return (await new LeftFiles(files, { uid }, join(folder, 'left'), 'server-7').read()).length > 0;
    },
  },
  'the file of a lab': {
    path: `labs/${process.pid}.json`,
    text: JSON.stringify({ url: 'http://127.0.0.1:1', token: 't', fingerprint: 'f', pid: process.pid }),
    most: 64 * 1024,
    isHeeded: async (folder, runtime) => (await findRunningLab(runtime, folder)) !== undefined,
  },
  'the names for Tab': {
    path: 'names-default.json',
    text: JSON.stringify({
      name: 'default',
      url: 'https://x',
      kinds: { feed: { at: Date.parse('2024-05-14T09:30:00Z'), names: ['a'] } },
    }),
    most: 4 * 1024 * 1024,
    async isHeeded(stateFolder, { files, uid }) {
      const clock = { ...makeRuntime({ argv: [] }).clock, now: () => Date.parse('2024-05-14T09:30:01Z') };
      const names = openKnownNames({ files, uid, stateFolder, clock }, { name: 'default', url: 'https://x' });
      return (await names.of('feed')) !== undefined;
    },
  },
  'the state': {
    path: 'state.json',
    text: '{"a":1}',
    most: 4 * 1024 * 1024,
    async isHeeded(folder, { files, uid }) {
      return (
        (await openState(folder, files, uid)
          .get('a')
          .catch(() => undefined)) === 1
      );
    },
  },
  'the history': {
    path: 'history',
    text: 'ps\n',
    most: 64 * 1024 * 1024,
    async isHeeded(folder, { files, uid }) {
      const history = await openHistory({ files, path: join(folder, 'history'), uid, note: () => undefined });
      await history.saved();
      return history.lines().length > 0;
    },
    // It is made private.
    bears: ['open to others'],
  },
  'the profile': {
    path: '.cbrc',
    text: '[default]\nurl = https://x\ntoken = t\n',
    most: 1024 * 1024,
    async isHeeded(home, { files, uid, local }) {
      const sources = { env: {}, home, platform: 'linux' as const, uid, files, local };
      return (await readProfileFiles(sources).catch(() => [])).length > 0;
    },
    // Many keep such files in a repository and link to them.
    bears: ['a link'],
  },
};

const spoils = {
  async 'a link'(path: string) {
    await rename(path, `${path}.other`);
    await symlink(`${path}.other`, path);
  },
  async 'a pipe'(path: string) {
    await rm(path);
    execFileSync('mkfifo', ['-m', '600', path]);
  },
  async 'a folder'(path: string) {
    await rm(path);
    await mkdir(path);
  },
  async "another user's"() {},
  async 'open to others'(path: string) {
    await chmod(path, 0o666);
  },
  async 'too big'(path: string, most: number) {
    await truncate(path, most + 1);
  },
};
type Spoilt = keyof typeof spoils;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cblr-own-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function isHeeded(file: OwnFile, how?: Spoilt): Promise<boolean> {
  const path = join(folder, file.path);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFile(path, file.text, { mode: 0o600 });
  if (how !== undefined) await spoils[how](path, file.most);
  const runtime = makeRuntime({ argv: [] });
  const uid = how === "another user's" ? own + 1 : own;
  return await file.isHeeded(folder, { ...runtime, files: disk(folder), uid, isRunning: () => true });
}

describe.runIf(own >= 0).each(Object.entries(files))('%s', (name, file) => {
  test('is gone by as we leave it', async () => {
    expect(await isHeeded(file)).toBe(true);
  });

  test.each(Object.keys(spoils) as Spoilt[])('that is %s is not, and makes nobody wait', async (how) => {
    expect(await isHeeded(file, how)).toBe(file.bears?.includes(how) === true);
    if (name === 'the history' && how === 'open to others')
      expect((await stat(join(folder, file.path))).mode & 0o777).toBe(0o600);
  });
});
