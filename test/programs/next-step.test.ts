import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeProgramWorld, type ProgramWorld } from '../support/program-world.ts';

let world: ProgramWorld;
beforeAll(async () => {
  world = await makeProgramWorld({ processes: 0 });
});
afterAll(() => world.end());

describe('what is typed wrong says what to do next', () => {
  test.each([
    ['cblr connect', '<sensor>: sensor id, hostname or address; cbq sensor lists them'],
    ['cblr kill 10', '<process>: pid or name, as shown by ps'],
    ['cblr cancel 10 abc', 'cblr cancel <sensor> <id>; <id>: its id, as shown by commands'],
    ['cblr fleet results abc', 'cblr fleet results [run]; <run>: number of the run'],
    ['cblr --foo ps 10', 'what is of one command stands behind it'],
    ["cblr ls 'C:\\Windows' 10", 'the sensor stands in front of the path'],
    ["cblr ls 10 'C:\\Program' Files", 'a name with blanks stands in quotes: "C:\\Program Files"'],
    ['cblr ls 10 /etc', 'it is a Windows host: its paths begin with a drive'],
    ['cblr exec 10 nosuch.exe', 'by its whole path it is found'],
    ["cblr connect 10 -c 'cancel 99'", 'check the id: commands lists those of a session'],
    ["cblr connect 10 -c 'files get 99'", 'check the id: files lists those of a session'],
    ["cblr connect 10 -c 'cbq process x'", '!cbq runs it on this computer'],
    ["cblr connect 10 -c 'cblr ps 10'", 'a verb stands alone here'],
  ])('%s', async (line, hint) => {
    const { exitCode, stderr } = await world.run(line);
    expect(exitCode).not.toBe(0);
    expect(stderr).toContain(`hint: ${hint}`);
  });

  test('a key that is asked for as a value is not said to be absent', async () => {
    const { stderr } = await world.run("cblr reg get 10 'HKLM\\Software'");
    expect(stderr).toContain('the value HKEY_LOCAL_MACHINE\\Software is not on WIN-EP7RMLTCLAJ');
    expect(stderr).toContain('reg query HKEY_LOCAL_MACHINE shows what is there');
  });
});
