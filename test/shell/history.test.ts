import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openHistory } from '../../src/shell/history.ts';
import { makeRuntime } from '../support/make-runtime.ts';

function prepare() {
  const { files, home, uid } = makeRuntime();
  const path = join(home, 'state', 'cblr', 'history-lab');
  const notes: string[] = [];
  const open = (owner = uid) => openHistory({ files, path, uid: owner, note: (text) => notes.push(text) });
  const write = (text: string, mode = 0o600) => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    chmodSync(path, mode);
  };
  return { home, path, notes, open, write, read: () => readFileSync(path, 'utf8') };
}

const token = '0123456789abcdef0123456789abcdef01234567';

describe('history', () => {
  it('is kept line by line in a private file below a private folder', async () => {
    const { open, read, path, notes } = prepare();
    const history = await open();
    for (const line of ['ls', 'ls', 'ps', 'ls']) history.add(line);
    await history.saved();
    expect(read()).toBe('ls\nps\nls\n');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
    expect((await open()).lines()).toEqual(['ls', 'ps', 'ls']);
    expect(notes).toEqual([]);
  });

  it.each([
    [`profile set token ${token}`],
    ['exec net user bob --password hunter2'],
    [' ls hidden'],
    ['\tls hidden'],
    ['   '],
    ['ls \u001b[31mred'],
    ['ls \u202egpj.exe'],
  ])('does not keep %j', async (line) => {
    const { open, path } = prepare();
    const history = await open();
    expect(history.add(line)).toBe(false);
    await history.saved();
    expect(history.lines()).toEqual([]);
    expect(existsSync(path)).toBe(false);
  });

  it('drops such lines from a file, too, and makes it private', async () => {
    const { open, write, read, path } = prepare();
    write(`ls\nexec x ${token}\nls \u001b]0;evil\u0007\nps\n`, 0o644);
    const history = await open();
    expect(history.lines()).toEqual(['ls', 'ps']);
    await history.saved();
    expect(read()).toBe('ls\nps\n');
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('keeps the last thousand lines', async () => {
    const { open, write, read } = prepare();
    write(Array.from({ length: 2500 }, (_, n) => `ls ${n}\n`).join(''));
    const history = await open();
    expect(history.lines()).toHaveLength(1000);
    expect(history.lines()[0]).toBe('ls 1500');
    history.add('one more');
    expect(history.lines()).toHaveLength(1000);
    await history.saved();
    expect(read().split('\n')).toHaveLength(1002);
  });

  it('several shells add to one file', async () => {
    const { open, read } = prepare();
    const [one, two] = [await open(), await open()];
    one.add('ls');
    await one.saved();
    two.add('ps');
    await two.saved();
    one.add('pwd');
    await one.saved();
    expect(read()).toBe('ls\nps\npwd\n');
  });

  it('neither reads nor writes through a link', async () => {
    const { open, path, home, notes } = prepare();
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(join(home, 'victim'), 'keep\n');
    symlinkSync(join(home, 'victim'), path);
    const history = await open();
    history.add('ls');
    history.add('ps');
    await history.saved();
    expect(history.lines()).toEqual(['ls', 'ps']);
    expect(readFileSync(join(home, 'victim'), 'utf8')).toBe('keep\n');
    expect(notes).toEqual([`history is not kept: ${path} is a link, which is not followed`]);
  });

  it('leaves alone what belongs to another account', async () => {
    const { open, write, read, notes, path } = prepare();
    write('theirs\n');
    const history = await open(statSync(path).uid + 1);
    history.add('ls');
    await history.saved();
    expect(read()).toBe('theirs\n');
    expect(notes).toEqual([`history is not kept: ${path} belongs to another user`]);
  });

  it('says once that it cannot be written, and goes on without', async () => {
    const { open, home, notes, path } = prepare();
    writeFileSync(join(home, 'state'), 'a file where the folder should be');
    const history = await open();
    history.add('ls');
    history.add('ps');
    await history.saved();
    expect(history.lines()).toEqual(['ls', 'ps']);
    expect(notes).toEqual([
      `history is not kept: cannot make the folder ${dirname(path)}: a part of the path is not a folder`,
    ]);
  });

  it('can be forgotten', async () => {
    const { open, read } = prepare();
    const history = await open();
    history.add('ls');
    history.clear();
    await history.saved();
    expect(read()).toBe('');
    expect(history.lines()).toEqual([]);
  });
});
