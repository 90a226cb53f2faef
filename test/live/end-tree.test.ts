import { describe, expect, it } from 'vitest';
import { endTree } from '../../src/live/end-program.ts';
import { openFakeLive } from '../support/fake-live.ts';

interface Running {
  readonly pid: number;
  readonly parent: number;
  readonly create_time: number;
  readonly path: string;
}

const word: Running = { pid: 10, parent: 4, create_time: 100, path: 'c:\\word.exe' };
const script: Running = { pid: 20, parent: 10, create_time: 200, path: 'c:\\powershell.exe' };
const implant: Running = { pid: 30, parent: 20, create_time: 300, path: 'c:\\implant.exe' };
const other: Running = { pid: 99, parent: 4, create_time: 50, path: 'c:\\other.exe' };

/** A sensor whose kills work; `onKill` says what else runs then. */
async function makeWorld(
  first: readonly unknown[],
  onKill: (pid: number, running: readonly Running[]) => readonly unknown[] | 'refused',
) {
  const world = await openFakeLive();
  let running = first;
  world.server.on('process list', () => ({ end: { processes: running } }));
  world.server.on('kill', ({ object }) => {
    const next = onKill(Number(object), running as readonly Running[]);
    if (next === 'refused') return { end: { status: 'error', result_code: 2147942405 } };
    running = next;
    return {};
  });
  const { processes } = world.live;
  const unread: string[] = [];
  const end = async (...wanted: string[]) => {
    const { tree } = await processes.findTree(wanted, world.never, (sentence) => unread.push(sentence));
    const rows: string[] = [];
    const how = { wait: false, signal: world.never, dryRun: undefined };
    for await (const { pid, outcome } of endTree(processes, tree, {
      ...how,
      onUnread: (sentence) => unread.push(sentence),
    }))
      rows.push(`${pid} ${outcome}`);
    return rows;
  };
  const killed = () =>
    world.server.requests.filter(({ name }) => name === 'kill').map(({ object }) => object);
  return { end, killed, unread };
}

const without = (pid: number, running: readonly Running[]) => running.filter((entry) => entry.pid !== pid);

describe('ending a process with what it has started', () => {
  it('ends parents first, each once, whichever is named first, and nothing else', async () => {
    const { end, killed } = await makeWorld([implant, other, script, word], without);
    expect(await end('30', '10')).toEqual(['10 killed', '20 killed', '30 killed']);
    expect(killed()).toEqual([10, 20, 30]);
  });

  it('ends what was started meanwhile', async () => {
    const late: Running = { pid: 40, parent: 20, create_time: 400, path: 'c:\\late.exe' };
    const { end } = await makeWorld([word, script, other], (pid, running) =>
      pid === 20 ? [...without(20, running), late] : without(pid, running),
    );
    expect(await end('10')).toEqual(['10 killed', '20 killed', '40 killed']);
  });

  it('says of a child that ended behind its parent that it is gone', async () => {
    const { end } = await makeWorld([word, script, other], (pid, running) =>
      pid === 10 ? [other] : running.some((entry) => entry.pid === pid) ? [] : 'refused',
    );
    expect(await end('10')).toEqual(['10 killed', '20 gone']);
  });

  it('says of one that could not be ended and is there that it failed, and tries it once', async () => {
    const { end, killed } = await makeWorld([word, script], (pid, running) =>
      pid === 20 ? 'refused' : without(pid, running),
    );
    expect(await end('10')).toEqual(['10 killed', '20 failed']);
    expect(killed()).toEqual([10, 20]);
  });

  it('does not take one for gone while a row of the list cannot be read', async () => {
    const { end, unread } = await makeWorld([word, script], (pid) =>
      pid === 10 ? [{ path: 'x' }] : 'refused',
    );
    expect(await end('10')).toEqual(['10 killed', '20 failed']);
    expect(unread).toEqual(["one row of the sensor's list of processes cannot be read and is left out"]);
  });

  it('does not touch a pid that is used again, nor what runs below it', async () => {
    const stranger: Running = { pid: 10, parent: 4, create_time: 500, path: 'c:\\stranger.exe' };
    const strangersChild: Running = { pid: 50, parent: 10, create_time: 501, path: 'c:\\child.exe' };
    const { end, killed } = await makeWorld([word, script], (pid, running) =>
      pid === 10 ? [...without(10, running), stranger, strangersChild] : without(pid, running),
    );
    expect(await end('10')).toEqual(['10 killed', '20 killed']);
    expect(killed()).toEqual([10, 20]);
  });

  it('does not chase for ever what is started again for each that is ended', async () => {
    let pid = 100;
    const { end, killed } = await makeWorld([word], () => {
      pid += 1;
      return [{ pid, parent: killed().at(-1), create_time: 600 + pid, path: 'c:\\again.exe' }];
    });
    await expect(end('10')).rejects.toThrow('the program starts another process for each that is ended');
    expect(killed()).toHaveLength(5);
  });
});
