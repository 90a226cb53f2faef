import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeProgramWorld, type ProgramWorld } from '../support/program-world.ts';

let world: ProgramWorld;
beforeAll(async () => {
  world = await makeProgramWorld({ sensors: 12 });
  const text = (data: string) =>
    `Windows Registry Editor Version 5.00\r\n\r\n[HKEY_LOCAL_MACHINE\\SOFTWARE\\A]\r\n"x"="${data}"\r\n`;
  await writeFile(join(world.folder, 'a.reg'), text('1'));
  await writeFile(join(world.folder, 'b.REG'), text('2'));
});
afterAll(() => world.end());

test('reg diff of two files asks nobody, as a one-shot too; with a key it opens a session', async () => {
  const line = ['cblr', 'reg', 'diff', '10', 'a.reg'];
  const asked = world.lab.requests.length;
  const ran = await world.run([...line, 'b.REG', '--fields', 'value_name,was,is']);
  expect(ran).toMatchObject({ exitCode: 0, stdout: 'x\t1\t2\n', stderr: '' });
  expect(world.lab.requests.length).toBe(asked);
  await world.run([...line, 'HKLM\\SOFTWARE\\Lab\\b.reg']);
  expect(world.lab.requests.some(({ method, url }) => method === 'POST' && url.includes('/session'))).toBe(
    true,
  );
});
