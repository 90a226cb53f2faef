import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeProgramWorld, type ProgramWorld } from '../support/program-world.ts';

let world: ProgramWorld;
beforeAll(async () => {
  world = await makeProgramWorld();
});
afterAll(() => world.end());

it.each([
  ['without a label names the profile', 'lab2', undefined, 'lab2 WIN-EP7RMLTCLAJ'],
  ['with one shows that', 'lab3', 'PRODUCTION', 'PRODUCTION WIN-EP7RMLTCLAJ'],
])('a prompt %s', async (_name, name, label, begin) => {
  await world.profile({ label }, { name });
  const shell = await world.shell(`cblr -p ${name} connect 10`);
  const plain = shell.runtime.err().replace(/\u001b\[[\d;?]*[A-Za-z]/g, '');
  expect(plain.split('\n').at(-1)).toBe(`${begin} C:\\Windows\\CarbonBlack> `);
  await shell.enter('exit');
  await shell.ended;
});
