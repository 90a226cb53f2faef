import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isCbError } from '../../src/errors/cb-error.ts';
import { localFileError } from '../../src/runtime/local-file-error.ts';
import { makeRuntime } from '../support/make-runtime.ts';

const make = () => {
  const { files, home } = makeRuntime();
  return { files, home, at: (name: string) => join(home, name) };
};

async function collect(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return all;
}

describe('local files', () => {
  it('resolves against the local directory and expands ~', async () => {
    const { files, home, at } = make();
    mkdirSync(at('sub'));
    expect(await files.changeDirectory('sub')).toBe(at('sub'));
    expect(files.resolve('a.txt')).toBe(at('sub/a.txt'));
    expect(files.resolve('~')).toBe(home);
    expect(files.resolve('~/a.txt')).toBe(at('a.txt'));
    expect(files.resolve('~other')).toBe(at('sub/~other'));
  });

  it('does not go to what is no folder', async () => {
    const { files, home, at } = make();
    writeFileSync(at('f'), '');
    await expect(files.changeDirectory('f')).rejects.toMatchObject({ kind: 'LocalFile' });
    await expect(files.changeDirectory('gone')).rejects.toThrow('no such file or folder');
    expect(files.directory()).toBe(home);
  });

  it('reads in pieces from any offset, each of which outlasts the next', async () => {
    const { files, at } = make();
    writeFileSync(at('f'), 'abcdefghij');
    const seen: string[] = [];
    let before: Uint8Array = new Uint8Array();
    for await (const piece of files.read('f', { start: 1, size: 4 })) {
      seen.push(`${Buffer.from(before)}|${Buffer.from(piece)}`);
      before = piece;
    }
    expect(seen).toEqual(['|bcde', 'bcde|fghi', 'fghi|j']);
    expect(await collect(files.read('f', { start: 10 }))).toEqual([]);
  });

  it('stops reading when the signal is aborted', async () => {
    const { files, at } = make();
    writeFileSync(at('f'), 'abcdefghij');
    const abort = new AbortController();
    const pieces = files.read('f', { size: 2, signal: abort.signal })[Symbol.asyncIterator]();
    await pieces.next();
    abort.abort(new Error('enough'));
    await expect(pieces.next()).rejects.toThrow('enough');
  });

  it.each([
    ['a missing file', 'gone', 'no such file or folder', 'ENOENT'],
    ['a folder', 'folder', 'it is a folder', 'EISDIR'],
    ['a path through a file', 'file/x', 'a part of the path is not a folder', 'ENOTDIR'],
  ])('says in words why %s cannot be read', async (_, name, words, code) => {
    const { files, at } = make();
    mkdirSync(at('folder'));
    writeFileSync(at('file'), '');
    const failure = await files.readText(name).catch((error: unknown) => error);
    expect(isCbError(failure, 'LocalFile')).toBe(true);
    expect(failure).toMatchObject({
      message: `cannot read ${at(name)}: ${words}`,
      context: { path: at(name), code },
    });
  });

  it.each([
    ['/dev/full', 'the disk is full', 'ENOSPC'],
    ['/proc/version', /permission denied|disk reports|not permitted/, /EACCES|EPERM|EIO/],
  ])('says in words why %s cannot be written', async (path, words, code) => {
    const { files } = make();
    const attempt = async () => {
      const writer = await files.openWriter(path, { mode: 0o600, flags: 'append', followLink: true });
      try {
        await writer.write(Buffer.from('x'));
      } finally {
        await writer.close();
      }
    };
    const failure = await attempt().catch((error: unknown) => error);
    expect(failure).toMatchObject({
      kind: 'LocalFile',
      message: expect.stringMatching(words),
      context: { code: expect.stringMatching(code) },
    });
  });

  it('opens exclusively: neither an existing file nor a link, dangling or not', async () => {
    const { files, at } = make();
    writeFileSync(at('there'), 'old');
    symlinkSync(at('nowhere'), at('dangling'));
    symlinkSync(at('there'), at('link'));
    for (const name of ['there', 'dangling', 'link']) {
      const opening = files.openWriter(name, { mode: 0o600, flags: 'exclusive' });
      await expect(opening).rejects.toThrow('it is there already');
    }
    expect(readFileSync(at('there'), 'utf8')).toBe('old');
    expect(readdirSync(at('')).sort()).toEqual(['dangling', 'link', 'there']);
  });

  it('follows a link only where the caller says so', async () => {
    const { files, at } = make();
    writeFileSync(at('target'), 'old');
    symlinkSync(at('target'), at('link'));
    const opening = files.openWriter('link', { mode: 0o600, flags: 'truncate' });
    await expect(opening).rejects.toThrow('it is a link');
    expect(readFileSync(at('target'), 'utf8')).toBe('old');
    const writer = await files.openWriter('link', { mode: 0o600, flags: 'truncate', followLink: true });
    await writer.write(Buffer.from('new'));
    await writer.close();
    expect(readFileSync(at('target'), 'utf8')).toBe('new');
  });

  it('counts what is written and closes twice without harm', async () => {
    const { files, at } = make();
    const writer = await files.openWriter('f', { mode: 0o600, flags: 'exclusive' });
    await writer.write(Buffer.alloc(70_000, 'x'));
    await writer.write(Buffer.from('end'));
    expect(writer.written()).toBe(70_003);
    await writer.close();
    await writer.close();
    expect(statSync(at('f'))).toMatchObject({ size: 70_003, mode: 0o100600 });
  });

  it('appends behind what is there', async () => {
    const { files, at } = make();
    writeFileSync(at('f'), 'one ');
    const writer = await files.openWriter('f', { mode: 0o600, flags: 'append' });
    await writer.write(Buffer.from('two'));
    await writer.close();
    expect(readFileSync(at('f'), 'utf8')).toBe('one two');
  });

  it('changes and names no file that another account has put in place of the one it writes', async () => {
    const { files, at } = make();
    writeFileSync(at('victim'), 'mine', { mode: 0o640 });
    writeFileSync(at('f'), 'old');
    const writing = files.writeAtomic('f', 'x'.repeat(1_000_000), 0o600);
    const find = (): string | undefined => readdirSync(at('')).find((name) => name.startsWith('.cblr-'));
    let part = find();
    // Looked for often within one turn of the event loop, and taken at once: the flush may have ended by the next.
    for (let looks = 0; part === undefined && looks < 10_000; looks += 1) {
      await (looks % 50 === 49 ? new Promise((resolve) => setImmediate(resolve)) : undefined);
      part = find();
    }
    renameSync(at(part ?? ''), at('aside'));
    symlinkSync(at('victim'), at(part ?? ''));
    await expect(writing).rejects.toMatchObject({ kind: 'Integrity' });
    expect(statSync(at('victim')).mode & 0o777).toBe(0o640);
    expect(readFileSync(at('f'), 'utf8')).toBe('old');
  });

  it('replaces a file in one step, with the mode asked for, and leaves nothing beside it', async () => {
    const { files, at } = make();
    writeFileSync(at('f'), 'old', { mode: 0o644 });
    await files.writeAtomic('f', 'new', 0o600);
    expect(readFileSync(at('f'), 'utf8')).toBe('new');
    expect(statSync(at('f')).mode & 0o777).toBe(0o600);
    mkdirSync(at('folder'));
    await expect(files.writeAtomic('folder', 'x', 0o600)).rejects.toMatchObject({ kind: 'LocalFile' });
    expect(readdirSync(at('')).sort()).toEqual(['f', 'folder']);
  });

  it('replaces a link instead of writing through it', async () => {
    const { files, at } = make();
    writeFileSync(at('victim'), 'keep');
    symlinkSync(at('victim'), at('f'));
    await files.writeAtomic('f', 'new', 0o600);
    expect(readFileSync(at('victim'), 'utf8')).toBe('keep');
    expect((await files.stat('f'))?.isLink).toBe(false);
  });

  it('refuses a link when text is read without following', async () => {
    const { files, at } = make();
    writeFileSync(at('target'), 'text');
    symlinkSync(at('target'), at('link'));
    expect(await files.readText('link')).toBe('text');
    await expect(files.readText('link', { noFollow: true })).rejects.toThrow('it is a link');
  });

  it('tells files, folders and links apart', async () => {
    const { files, at } = make();
    writeFileSync(at('f'), 'abc');
    mkdirSync(at('d'));
    symlinkSync(at('f'), at('l'));
    symlinkSync(at('gone'), at('x'));
    expect(await files.stat('f')).toMatchObject({ isFile: true, isLink: false, size: 3 });
    expect(await files.stat('d')).toMatchObject({ isDirectory: true, isFile: false });
    expect(await files.stat('l')).toMatchObject({ isFile: true, isLink: true, size: 3 });
    expect(await files.stat('x')).toMatchObject({ isFile: false, isLink: true });
    expect(await files.stat('gone')).toBeUndefined();
    expect(await files.stat('f/below')).toBeUndefined();
    expect(await files.list('.')).toEqual([
      { name: 'd', isDirectory: true },
      { name: 'f', isDirectory: false },
      { name: 'l', isDirectory: false },
      { name: 'x', isDirectory: false },
    ]);
  });

  it('makes folders, with parents when asked, and private temporary ones', async () => {
    const { files, at } = make();
    await files.makeDirectory('a/b', { parents: true, mode: 0o700 });
    await files.makeDirectory('a/b', { parents: true });
    await expect(files.makeDirectory('a/b')).rejects.toThrow('it is there already');
    expect(statSync(at('a/b')).mode & 0o777).toBe(0o700);
    const temporary = await files.temporaryDirectory();
    expect(statSync(temporary).mode & 0o777).toBe(0o700);
    await expect(files.remove(temporary)).rejects.toThrow('it is a folder');
    await files.remove(temporary, { recursive: true });
    await files.remove('not-there');
    expect(await files.stat(temporary)).toBeUndefined();
  });
});

it.skipIf(process.platform === 'win32')(
  'a pipe in the place of a file of ours is refused, not waited for',
  async () => {
    const { files, at } = make();
    execFileSync('mkfifo', [at('pipe')]);
    for (const work of [
      () => files.openWriter('pipe', { mode: 0o600, flags: 'append' }),
      () => files.openWriter('pipe', { mode: 0o600, flags: 'truncate' }),
      () => files.readText('pipe', { noFollow: true }),
      () => files.readText('pipe', { plain: true }),
    ])
      await expect(work()).rejects.toMatchObject({ kind: 'LocalFile' });
  },
);

it.each([
  [
    { errno: -122, code: 'Unknown system error -122', message: 'Unknown system error -122' },
    'the disk quota is used up',
  ],
  [
    { errno: -512, code: 'Unknown system error -512', message: 'Unknown system error -512' },
    'the system reports error -512',
  ],
])('an error of the system that Node has no name for is said in words: %j', (error, words) => {
  expect(localFileError(error, 'write', '/a').message).toBe(`cannot write /a: ${words}`);
});
