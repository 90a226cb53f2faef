import { expect, it } from 'vitest';
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
