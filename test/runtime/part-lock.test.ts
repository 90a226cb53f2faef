import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const locker = fileURLToPath(new URL('../support/part-locker.ts', import.meta.url));

let folder: string;
let children: ChildProcess[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cblr-lock-'));
  children = [];
});
afterEach(async () => {
  for (const child of children.filter(
    ({ exitCode, signalCode }) => exitCode === null && signalCode === null,
  )) {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  await rm(folder, { recursive: true });
});

async function start(execPath = process.execPath): Promise<ChildProcess> {
  const child = fork(locker, [folder, 'a'], { execArgv: [], execPath });
  children.push(child);
  await once(child, 'message');
  return child;
}

async function tell(child: ChildProcess, word: 'take' | 'release'): Promise<string> {
  const answer = once(child, 'message');
  child.send(word);
  return String((await answer)[0]);
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

describe('the lock of a part, among processes', () => {
  it('is had by one of three, by the next when it is given back, and by the last when that one is killed', async () => {
    const [a, b, c] = [await start(), await start(), await start()];
    expect(await tell(a, 'take')).toBe('held');
    const refused = `is being written by process ${a.pid}`;
    expect(await tell(b, 'take')).toContain(refused);
    expect(await tell(c, 'take')).toContain(refused);
    expect(await tell(a, 'release')).toBe('released');
    expect(await tell(b, 'take')).toBe('held');
    expect(await tell(c, 'take')).toContain(`process ${b.pid}`);
    await kill(b);
    expect(await tell(c, 'take')).toBe('held');
    expect(await tell(a, 'take')).toContain(`process ${c.pid}`);
    await tell(c, 'release');
    expect(await readdir(folder)).toEqual([]);
  });

  it('is had by one alone where a process was killed while it took a stale one away', async () => {
    const gone = await start();
    expect(await tell(gone, 'take')).toBe('held');
    await kill(gone);
    const stale = await readFile(join(folder, 'a.part.lock'), 'utf8');
    await writeFile(join(folder, 'a.part.lock.take'), stale);
    const all = await Promise.all([start(), start(), start()]);
    const told = await Promise.all(all.map((child) => tell(child, 'take')));
    expect(told.filter((answer) => answer === 'held').length).toBeLessThanOrEqual(1);
    if (!told.includes('held')) expect(await tell(all[0], 'take')).toBe('held');
    for (const child of all) await tell(child, 'release');
    expect(await readdir(folder)).toEqual([]);
  });

  it.skipIf(process.platform === 'win32')('leaves nothing where it cannot be written', async () => {
    const bounded = join(folder, 'bounded');
    await writeFile(bounded, `#!/bin/sh\nulimit -f 0\nexec "${process.execPath}" "$@"\n`, { mode: 0o700 });
    expect(await tell(await start(bounded), 'take')).toContain('a.part.lock');
    expect(await readdir(folder)).toEqual(['bounded']);
    expect(await tell(await start(), 'take')).toBe('held');
  });

  it('has its text from the moment it is there: whoever is killed right then leaves one that is known as stale', async () => {
    const child = await start();
    const lock = join(folder, 'a.part.lock');
    let isOver = false;
    const taken = (async () => {
      for (let round = 0; round < 300; round += 1) {
        await tell(child, 'take');
        await tell(child, 'release');
      }
      isOver = true;
    })();
    const texts = new Set<string>();
    while (!isOver) {
      for (let look = 0; look < 20; look += 1) texts.add(textOf(lock));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await taken;
    texts.delete('none');
    expect([...texts].map((text) => JSON.parse(text).pid)).toEqual([child.pid]);
    expect(await readdir(folder)).toEqual([]);
  });

  it('that a killed process has left is had by one of three that find it at once, each time', async () => {
    const dead = await start();
    await tell(dead, 'take');
    await kill(dead);
    const lock = join(folder, 'a.part.lock');
    const stale = await readFile(lock, 'utf8');
    const all = [await start(), await start(), await start()];
    for (let round = 0; round < 100; round += 1) {
      await writeFile(lock, stale);
      const answers = await Promise.all(all.map((child) => tell(child, 'take')));
      expect(
        answers.filter((answer) => answer === 'held'),
        answers.join('; '),
      ).toHaveLength(1);
      await Promise.all(
        all.map((child, at) => (answers[at] === 'held' ? tell(child, 'release') : undefined)),
      );
      expect(await readdir(folder)).toEqual([]);
    }
  });

  it('that its taker has left half taken away is had by nobody, and named', async () => {
    const [dead, other] = [await start(), await start()];
    await tell(dead, 'take');
    await kill(dead);
    await writeFile(
      join(folder, 'a.part.lock.take'),
      JSON.stringify({ pid: dead.pid, host: 'h', started: null }),
    );
    expect(await tell(other, 'take')).toContain(`is being written by process ${dead.pid}`);
  });
});

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return 'none';
  }
}
