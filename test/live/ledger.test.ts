import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CbError } from '../../src/errors/cb-error.ts';
import { LocalFault } from '../../src/errors/local-fault.ts';
import { SessionLedger } from '../../src/live/ledger.ts';
import { OwnLock } from '../../src/own/own-lock.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { LocalFiles } from '../../src/ports/local-files.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { makeLocalFiles } from '../../src/runtime/local-files.ts';
import { makeTestClock } from '../support/test-clock.ts';

let folder = '';
let files: LocalFiles;
const alive = new Set<number>();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cblr-ledger-'));
  files = makeLocalFiles({ directory: folder, home: folder, temporary: folder });
  alive.clear();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function ledgerOf(
  pid: number,
  disk: LocalFiles = files,
  clock: Clock = makeTestClock(),
  key = 'server-7',
): SessionLedger {
  alive.add(pid);
  const own = { pid, isAlive: (other: number) => alive.has(other) };
  return new SessionLedger(disk, clock, own, join(folder, 'sessions'), key);
}

const path = () => join(folder, 'sessions', 'server-7.json');

describe('the ledger of our own processes on a session', () => {
  it('knows one process that opened the session, and is gone when it leaves', async () => {
    const ledger = ledgerOf(100);
    await ledger.created(41);
    expect((await stat(path())).mode & 0o777).toBe(0o600);
    const departure = await ledger.leave(41, [1, 2], false);
    expect(departure).toEqual({ othersAlive: false, openedByUs: true, knownCommands: new Set([1, 2]) });
    // Until the server has closed it, a later run may have to.
    await stat(path());
    await ledger.forget(41);
    await expect(stat(path())).rejects.toThrow();
  });

  it('takes no session for a leftover that this process is closing on another sensor', async () => {
    const first = ledgerOf(100);
    const other = ledgerOf(100, files, makeTestClock(), 'server-8');
    await first.created(41);
    await first.leave(41, [1], false);
    expect(await other.leftovers()).toEqual([]);
    // It could not be closed: it is whoever comes next who may.
    first.parted();
    expect(await other.leftovers()).toMatchObject([{ entry: { session_id: 41 } }]);
  });

  it('counts two processes: the first to leave sees the other, the last one closes', async () => {
    const first = ledgerOf(100);
    const second = ledgerOf(200);
    await first.created(41);
    await second.join({ id: 41 });
    expect(await first.leave(41, [1, 3], false)).toMatchObject({ othersAlive: true });
    alive.delete(100);
    expect(await second.leave(41, [2], false)).toEqual({
      othersAlive: false,
      openedByUs: true,
      knownCommands: new Set([1, 3, 2]),
    });
  });

  it('counts processes that join at the same time', async () => {
    const ledgers = [101, 102, 103, 104, 105].map((pid) => ledgerOf(pid, files, systemClock));
    await Promise.all(ledgers.map((ledger, i) => (i === 0 ? ledger.created(41) : ledger.join({ id: 41 }))));
    const { processes } = JSON.parse(await readFile(path(), 'utf8')) as { processes: number[] };
    expect([...processes].sort()).toEqual([101, 102, 103, 104, 105]);
  });

  it('does not count a process that has died', async () => {
    await ledgerOf(100).created(41);
    const second = ledgerOf(200);
    await second.join({ id: 41 });
    alive.delete(100);
    expect(await second.leave(41, [], false)).toMatchObject({ othersAlive: false, openedByUs: true });
  });

  it('says that nobody of us opened a session that was there before', async () => {
    const ledger = ledgerOf(100);
    await ledger.join({ id: 41 });
    expect(await ledger.leave(41, [], false)).toMatchObject({ openedByUs: false });
  });

  it('forgets that we opened a session which is kept on purpose', async () => {
    const first = ledgerOf(100);
    const second = ledgerOf(200);
    await first.created(41);
    await second.join({ id: 41 });
    await first.leave(41, [], true);
    expect(await second.leave(41, [], false)).toMatchObject({ openedByUs: false });
  });

  it('says nothing about an older session on the same sensor', async () => {
    await ledgerOf(100).created(41);
    const second = ledgerOf(200);
    await second.join({ id: 42 });
    expect(await second.leave(42, [], false)).toMatchObject({ othersAlive: false, openedByUs: false });
  });

  it('breaks the lock of a process that has died', async () => {
    await files.makeDirectory(join(folder, 'sessions'), { parents: true });
    await writeFile(`${path()}.lock`, '999');
    const ledger = ledgerOf(100);
    await ledger.created(41);
    expect(JSON.parse(await readFile(path(), 'utf8'))).toMatchObject({ processes: [100] });
    await expect(stat(`${path()}.lock`)).rejects.toThrow();
  });

  it.each([
    ['is empty', ''],
    ['holds something else', 'hello'],
    ['is of a process that has died', '999'],
  ])('takes away a lock that %s, in no time', async (_what, text) => {
    await files.makeDirectory(join(folder, 'sessions'), { parents: true });
    await writeFile(`${path()}.lock`, text);
    const clock = makeTestClock();
    const ledger = ledgerOf(100, files, clock);
    await ledger.created(41);
    await ledger.leave(41, [], false);
    expect(clock.monotonic()).toBeLessThan(500);
    expect(JSON.parse(await readFile(path(), 'utf8'))).toMatchObject({ session_id: 41 });
    await expect(stat(`${path()}.lock`)).rejects.toThrow();
  });

  it('lets one of many take away the lock of a process that has died, and what that one makes stand', async () => {
    await mkdir(join(folder, 'sessions'));
    for (let round = 0; round < 20; round += 1) {
      await writeFile(`${path()}.lock`, '999');
      let [held, most] = [0, 0];
      const one = async (pid: number) => {
        alive.add(pid);
        const own = { pid, isAlive: (other: number) => alive.has(other) };
        const lock = new OwnLock(files, systemClock, own, `${path()}.lock`);
        if (!(await lock.take())) return;
        held += 1;
        most = Math.max(most, held);
        await stat(path()).catch(() => undefined);
        held -= 1;
        await lock.release();
      };
      await Promise.all([101, 102, 103].map(one));
      expect(most).toBe(1);
    }
    await expect(stat(`${path()}.lock`)).rejects.toThrow();
  });

  it('takes away the lock of another account at once', async () => {
    await files.makeDirectory(join(folder, 'sessions'), { parents: true });
    await writeFile(`${path()}.lock`, '100');
    const clock = makeTestClock();
    const uid = (await stat(`${path()}.lock`)).uid + 1;
    const own = { pid: 100, uid, isAlive: () => true };
    await new SessionLedger(files, clock, own, join(folder, 'sessions'), 'server-7').created(41);
    expect(clock.monotonic()).toBe(0);
    await stat(path());
  });

  it('waits for a lock that is kept once, not each time', async () => {
    await files.makeDirectory(join(folder, 'sessions'), { parents: true });
    alive.add(999);
    await writeFile(`${path()}.lock`, '999');
    const clock = makeTestClock();
    const ledger = ledgerOf(100, files, clock);
    await ledger.created(41);
    await ledger.leave(41, [], false);
    await ledger.forget(41);
    expect(clock.monotonic()).toBeLessThan(2_500);
  });

  it('waits longer for a lock that one after the other has', async () => {
    await mkdir(join(folder, 'sessions'));
    const clock = makeTestClock();
    const holders = [998, 999];
    for (const pid of holders) alive.add(pid);
    let left = 60;
    const handOn = async () => {
      left -= 1;
      if (left === 0) await rm(`${path()}.lock`);
      else await writeFile(`${path()}.lock`, String(holders[left % 2]));
    };
    await handOn();
    const sleep: Clock['sleep'] = async (...asked) => {
      await clock.sleep(...asked);
      await handOn();
    };
    await ledgerOf(100, files, { ...clock, sleep }).created(41);
    expect(clock.monotonic()).toBeGreaterThan(2_500);
    expect(JSON.parse(await readFile(path(), 'utf8'))).toMatchObject({ processes: [100] });
  });

  it('does without when a living process holds the lock for good', async () => {
    await files.makeDirectory(join(folder, 'sessions'), { parents: true });
    alive.add(999);
    await writeFile(`${path()}.lock`, '999');
    const ledger = ledgerOf(100);
    await ledger.created(41);
    expect(await ledger.leave(41, [5], false)).toEqual({
      othersAlive: false,
      openedByUs: true,
      knownCommands: new Set([5]),
    });
    expect(await readFile(`${path()}.lock`, 'utf8')).toBe('999');
  });

  it('waits for nobody, and leaves no lock behind, when the lock cannot be written', async () => {
    const clock = makeTestClock();
    const full: LocalFiles = {
      ...files,
      openWriter: async (where, options) => ({
        ...(await files.openWriter(where, options)),
        write: async () => {
          throw new LocalFault('the disk is full', 'ENOSPC');
        },
      }),
    };
    await ledgerOf(100, full, clock).created(41);
    expect(clock.monotonic()).toBe(0);
    await expect(stat(`${path()}.lock`)).rejects.toThrow();
  });

  it('does without when the disk is full', async () => {
    const full: LocalFiles = {
      ...files,
      makeDirectory: async () => {
        throw new CbError('LocalFile', 'no space left');
      },
    };
    const ledger = ledgerOf(100, full);
    await ledger.created(41);
    expect(await ledger.leave(41, [], false)).toMatchObject({ othersAlive: false, openedByUs: true });
  });

  it.each(['', '{', '[]', '"x"', '{"session_id":"41"}', '{"session_id":41,"opened":true,"processes":"all"}'])(
    'survives a file that holds %j',
    async (content) => {
      await files.makeDirectory(join(folder, 'sessions'), { parents: true });
      await writeFile(path(), content);
      const ledger = ledgerOf(100);
      await ledger.join({ id: 41 });
      expect(await ledger.leave(41, [], false)).toMatchObject({ othersAlive: false });
    },
  );
});
