import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeProgramWorld, type ProgramWorld } from '../support/program-world.ts';
import type { ShellDriver } from '../support/shell-driver.ts';

// What a shell hands to its verbs and to Tab, seen through the program: a session, the server behind it, and what --dry-run holds back.
let world: ProgramWorld;
let shell: ShellDriver<number>;
beforeAll(async () => {
  world = await makeProgramWorld({ processes: 500 });
  shell = await world.shell('cblr connect 10');
});
afterAll(async () => {
  shell.runtime.streams.in.write('\u0004');
  await shell.ended;
  await world.end();
});

/** What the line is after Tab, from the prompt on. */
async function completed(typed: string): Promise<string> {
  await shell.type(typed);
  shell.takeErr();
  await shell.tab();
  const shown = shell.takeErr();
  await shell.keys('\u0015');
  return shown;
}

describe('Tab in a shell', () => {
  it.each([
    ['remotePath', 'cat C:\\Windows\\win.i', 'win.ini'],
    ['regKey', 'reg query HKLM\\SOFTWARE\\Micr', 'Microsoft\\'],
    ['regKey at its roots', 'reg query HKC', 'HKC'],
    ['process', 'recorded svch0', 'svch0st.exe'],
    ['pid', 'kill 166', '4'],
  ])('asks the sensor for what a %s is', async (_kind, typed, wanted) => {
    expect(await completed(typed)).toContain(wanted);
  });

  it('knows the files of the session by their ids', async () => {
    await shell.line('get C:\\Windows\\win.ini');
    expect(await completed('files get ')).toMatch(/\d/);
  });
});

describe('a dry run of one line', () => {
  it('holds back what goes to the sensor and to the server, of this line alone', async () => {
    const before = world.lab.requests.length;
    shell.takeOut();
    await shell.line('mkdir C:\\dry --dry-run');
    await shell.line('isolate --dry-run');
    expect(shell.takeOut()).toMatch(/POST .*"create directory"[\s\S]*PUT .*\/sensor\/10/);
    const sent = world.lab.requests.slice(before);
    expect(sent.filter(({ method, command }) => method === 'PUT' || command === 'create directory')).toEqual(
      [],
    );
    const { exitCode } = await shell.line('mkdir C:\\wet');
    expect(exitCode).toBe(0);
    expect(world.lab.requests.at(-1)).toBeDefined();
    expect(world.lab.requests.some(({ command }) => command === 'create directory')).toBe(true);
  });
});
