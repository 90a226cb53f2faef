import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeProgramWorld, type ProgramWorld } from '../support/program-world.ts';

let world: ProgramWorld;
beforeEach(async () => {
  world = await makeProgramWorld();
  await world.profile();
});
afterEach(() => world.end());

const record = () => join(world.state, 'cases', 'open-default.json');

test.each([
  ['is damaged', async () => await writeFile(record(), '{"id')],
  ['others may read', async () => await chmod(record(), 0o644)],
])('a record of the open case that %s is no word that none is open', async (_how, spoil) => {
  await world.run('cblr case open one');
  await spoil();
  for (const line of ['cblr case note x', 'cblr mkdir 10 made']) {
    const ran = await world.run(line);
    expect(ran.exitCode).not.toBe(0);
    expect(ran.stderr).toContain('which case is open is not known');
  }
  expect(await world.run('cblr case close')).toMatchObject({ exitCode: 0 });
  expect((await world.run('cblr case note x')).stderr).toContain('no case is open');
  expect(await world.run('cblr case open one')).toMatchObject({ exitCode: 0 });
  await spoil();
  expect(await world.run('cblr case open one')).toMatchObject({ exitCode: 0 });
  expect(await world.run('cblr case note x')).toMatchObject({ exitCode: 0 });
});
