import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sessionGone } from '../support/fake-live-server.ts';
import { labVerbs } from '../support/lab-verbs.ts';

const world = labVerbs();

it('ps says that rows cannot be read, where a server sends some of another shape', async () => {
  const sensor = await world.open(10, {
    onReply: (_asked, json) => {
      if (
        typeof json !== 'object' ||
        json === null ||
        !('processes' in json) ||
        !Array.isArray(json.processes)
      )
        return json;
      const [first, ...rest] = json.processes;
      return { ...json, processes: [first, { pid: 'seven' }, ...rest] };
    },
  });
  const { exitCode, stdout, stderr } = await sensor.run('ps --fields pid');
  expect(exitCode).not.toBe(3);
  expect(stdout.split('\n').length).toBeGreaterThan(10);
  expect(stderr).toMatch(/^one row .* cannot be read/);
});

it('a sensor whose list of processes is empty is not known to run nothing', async () => {
  const sensor = await world.open(10, {
    pid: 2,
    onReply: (_asked, json) =>
      typeof json === 'object' && json !== null && 'processes' in json ? { ...json, processes: [] } : json,
  });
  expect(await sensor.run('ps')).toMatchObject({ exitCode: 7, stdout: '' });
  expect(await sensor.run('kill 4 --yes')).toMatchObject({ exitCode: 7 });
  const snapped = await sensor.run('snap unlisted');
  expect(snapped).toMatchObject({
    exitCode: 6,
    stdout: expect.stringMatching(/^processes\t0\nsockets\t[1-9]/),
    stderr: expect.stringContaining('the reply holds no list of processes'),
  });
});

it.each(['exec cmd /c ver', 'run --yes t.cmd'])(
  '%s that no session takes is not said to have left a file',
  async (line) => {
    await writeFile(join(world.folder, 't.cmd'), '@echo off\r\n');
    const sensor = await world.open(10, {
      pid: 3,
      onReply: ({ method, path }, json) => {
        const session = /\/session\/(\d+)\/command$/.exec(path)?.[1];
        if (method === 'POST' && session !== undefined) throw sessionGone(Number(session));
        return json;
      },
    });
    expect(await sensor.run(line)).toMatchObject({ exitCode: 5 });
    await sensor.leave();
    expect(sensor.notes.filter((note) => note.startsWith('left on'))).toEqual([]);
  },
);
