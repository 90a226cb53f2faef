import { execFileSync } from 'node:child_process';
import {
  appendFile,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  unlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HeldFolder } from '../../src/ports/local-files.ts';
import { makeLocalFiles } from '../../src/runtime/local-files.ts';
import type { LockOwner } from '../../src/runtime/local-lock.ts';
import { failureOf } from '../support/failure-of.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'cblr-held-'));
  await mkdir(join(root, 'case'));
  await mkdir(join(root, 'outside'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const at = (...parts: string[]) => join(root, ...parts);
const running: LockOwner = { pid: 71, host: () => 'desk', isRunning: () => true };

function hold(byDescriptor: boolean, owner: LockOwner = running): Promise<HeldFolder> {
  const files = makeLocalFiles({ directory: root, home: root, temporary: root, owner, byDescriptor });
  return files.holdFolder('case');
}

async function put(folder: HeldFolder, name: string, text: string, replace = false): Promise<void> {
  const part = await folder.openPart(name);
  try {
    await part.write(Buffer.from(text));
    await part.finish({ replace });
  } finally {
    await part.abandon();
  }
}

/** Moves the folder away and puts a link to `outside` in its place. */
async function swap(...parts: string[]): Promise<void> {
  await rename(at(...parts), at('moved'));
  await symlink(at('outside'), at(...parts));
}

const ways = process.platform === 'linux' ? [true, false] : [false];

describe.each(ways)('a folder that is held (by a descriptor: %s)', (byDescriptor) => {
  it('gets files and folders under their names', async () => {
    await using folder = await hold(byDescriptor);
    await put(folder, 'a', 'one');
    await put(await (await folder.folder('b')).folder('c'), 'd', 'two');
    expect(await readFile(at('case/a'), 'utf8')).toBe('one');
    expect(await readFile(at('case/b/c/d'), 'utf8')).toBe('two');
    expect(await readdir(at('case'))).toEqual(['a', 'b']);
  });

  it('is not followed where a link is put in its place: nothing is written outside', async () => {
    await using folder = await hold(byDescriptor);
    const below = await folder.folder('below');
    await swap('case', 'below');
    const outcome = await put(below, 'a', 'evidence').then(
      () => 'done',
      (error: unknown) => error,
    );
    // By its descriptor it is still the folder that it was, wherever that is now.
    if (byDescriptor) expect(await readFile(at('moved/a'), 'utf8')).toBe('evidence');
    else {
      expect(outcome).toMatchObject({
        kind: 'LocalFile',
        message: expect.stringContaining('not the folder any more'),
      });
    }
    expect(await readdir(at('outside'))).toEqual([]);
  });

  it('is not followed where that happens between the writing and the renaming', async () => {
    await using folder = await hold(byDescriptor);
    const below = await folder.folder('below');
    const part = await below.openPart('a');
    await part.write(Buffer.from('evidence'));
    await swap('case', 'below');
    await writeFile(at('outside/a.part'), 'a trap');
    await part.finish({ replace: true }).catch(() => undefined);
    await part.abandon().catch(() => undefined);
    expect(await readdir(at('outside'))).toEqual(['a.part']);
    expect(await readFile(at('outside/a.part'), 'utf8')).toBe('a trap');
  });

  it('refuses a link or a file in the place of a folder', async () => {
    await symlink(at('outside'), at('case/link'));
    await writeFile(at('case/file'), '');
    await using folder = await hold(byDescriptor);
    expect((await failureOf(folder.folder('link'))).message).toContain('is a link, which is not followed');
    expect((await failureOf(folder.folder('file'))).message).toContain('is no folder');
  });

  it('has room for more folders than may be open at once', async () => {
    await using folder = await hold(byDescriptor);
    const all = [];
    for (let number = 0; number < 200; number++) all.push(await folder.folder(`f${number}`));
    for (const each of [...all, ...all.slice(0, 70)]) await put(each, 'a', each.path, true);
    for (const each of all) expect(await readFile(join(each.path, 'a'), 'utf8')).toBe(each.path);
    if (byDescriptor) expect((await readdir('/proc/self/fd')).length).toBeLessThan(150);
  });

  it('takes no path for a name', async () => {
    await using folder = await hold(byDescriptor);
    for (const name of ['', '.', '..', 'a/b', '/etc/passwd'])
      await expect(folder.openPart(name)).rejects.toThrow('one part');
  });

  it('that is swapped before it is opened again is noticed', async () => {
    await using folder = await hold(byDescriptor);
    const first = await folder.folder('first');
    await first.stat('x');
    for (let number = 0; number < 100; number++) await (await folder.folder(`f${number}`)).stat('x');
    await rename(at('case/first'), at('moved'));
    await mkdir(at('case/first'));
    expect((await failureOf(first.openPart('a'))).message).toContain('not the folder any more');
  });
});

describe.each(ways)('a part (by a descriptor: %s)', (byDescriptor) => {
  it.each([
    ['another file', (path: string) => writeFile(path, 'forged')],
    ['a link', (path: string) => symlink(at('outside'), path)],
    ['nothing', async () => undefined],
  ])('in whose place is %s does not get the name', async (_what, forge) => {
    await using folder = await hold(byDescriptor);
    const part = await folder.openPart('a');
    await part.write(Buffer.from('evidence'));
    await unlink(at('case/a.part'));
    await forge(at('case/a.part'));
    const before = await readdir(at('case'));
    expect(await failureOf(part.finish({ replace: false }))).toMatchObject({ kind: 'Integrity' });
    await part.abandon();
    expect(await readdir(at('case'))).toEqual(before);
  });

  it('to which another has written is not what was hashed', async () => {
    await using folder = await hold(byDescriptor);
    const part = await folder.openPart('a');
    await part.write(Buffer.from('evidence'));
    await appendFile(at('case/a.part'), ' and more');
    expect((await failureOf(part.finish({ replace: false }))).message).toContain(
      '17 bytes on the disk, 8 written',
    );
    await part.abandon();
    expect(await readdir(at('case'))).toEqual([]);
  });

  it('replaces only plain files, and links themselves', async () => {
    execFileSync('mkfifo', [at('case/pipe')]);
    await mkdir(at('case/folder'));
    await symlink('/dev/null', at('case/device'));
    // As /dev/stdout is, of a program whose output goes to a plain file, or that has none.
    await using out = await open(at('outside/out'), 'w');
    await symlink(`/proc/self/fd/${out.fd}`, at('case/stdout'));
    await symlink('/proc/self/fd/9999', at('case/closed'));
    await writeFile(at('outside/kept'), 'mine');
    await symlink(at('outside/kept'), at('case/link'));
    await symlink(at('outside/nowhere'), at('case/dangling'));
    await writeFile(at('case/file'), 'old');
    await using folder = await hold(byDescriptor);
    for (const name of ['pipe', 'device', 'stdout', 'closed']) {
      expect((await failureOf(folder.mustBeFree(name, true))).message).toContain('is no plain file');
      expect((await failureOf(put(folder, name, 'x', true))).message).toContain('is no plain file');
    }
    expect((await failureOf(put(folder, 'folder', 'x', true))).message).toContain('is a folder');
    expect((await failureOf(put(folder, 'file', 'x'))).message).toContain('is there already');
    for (const name of ['file', 'link', 'dangling']) await put(folder, name, 'new', true);
    expect(await readFile(at('outside/kept'), 'utf8')).toBe('mine');
    expect(await readdir(at('outside'))).toEqual(['kept', 'out']);
    for (const name of ['file', 'link', 'dangling'])
      expect(await readFile(at('case', name), 'utf8')).toBe('new');
  });

  it('has a name that fits beside the longest there are', async () => {
    await using folder = await hold(byDescriptor);
    for (const name of ['n'.repeat(255), `${'ü'.repeat(126)}abc`, 'n'.repeat(245)]) {
      await (await folder.lockPart(name)).release();
      await put(folder, name, 'x');
      expect(await readFile(at('case', name), 'utf8')).toBe('x');
    }
    expect((await failureOf(folder.mustBeFree('n'.repeat(256), false))).message).toContain(
      'the name is too long',
    );
  });
});

describe('the lock of a part', () => {
  const lock = () => at('case/a.part.lock');
  const note = (of: object) => JSON.stringify({ pid: 71, host: 'desk', started: null, ...of });

  it('is had by one at a time, and is gone when it is released', async () => {
    await using folder = await hold(false);
    const first = await folder.lockPart('a');
    expect(await failureOf(folder.lockPart('a'))).toMatchObject({
      kind: 'LocalFile',
      message: expect.stringContaining('is being written by process 71 on desk'),
    });
    await first.release();
    expect(await readdir(at('case'))).toEqual([]);
    await (await folder.lockPart('a')).release();
  });

  it('is taken over where its process has gone', async () => {
    await writeFile(lock(), note({}));
    await using folder = await hold(false, { ...running, pid: 72, isRunning: (pid) => pid !== 71 });
    const own = await folder.lockPart('a');
    expect(await readFile(lock(), 'utf8')).toContain('72');
    await own.release();
    expect(await readdir(at('case'))).toEqual([]);
  });

  it.skipIf(process.platform !== 'linux')('is taken over where another process has its pid now', async () => {
    await writeFile(lock(), note({ pid: process.pid, started: '1' }));
    await using folder = await hold(false);
    const taken = await folder.lockPart('a');
    expect(JSON.parse(await readFile(lock(), 'utf8'))).not.toMatchObject({ started: '1' });
    await taken.release();
  });

  it.each([
    ['of another machine', note({ host: 'elsewhere' })],
    ['that says nothing', ''],
    ['of something else', '{"a":1}'],
  ])('%s stays, and is named', async (_what, text) => {
    await writeFile(lock(), text);
    await using folder = await hold(false, { ...running, isRunning: () => false });
    expect(await failureOf(folder.lockPart('a'))).toMatchObject({
      hint: expect.stringContaining('a.part.lock'),
    });
    expect(await readFile(lock(), 'utf8')).toBe(text);
  });

  it('is had by one of many that find a stale one', async () => {
    await writeFile(lock(), note({}));
    await using folder = await hold(false, { ...running, pid: 72, isRunning: (pid) => pid !== 71 });
    const taken = await Promise.allSettled(Array.from({ length: 10 }, () => folder.lockPart('a')));
    expect(taken.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});
