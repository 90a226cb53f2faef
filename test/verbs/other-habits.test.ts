import { expect, it } from 'vitest';
import { labVerbs } from '../support/lab-verbs.ts';

const world = labVerbs();

it.each([
  [
    10,
    'cd %APPDATA%\\Updater',
    'hint: no variable is looked up in a path: env shows what there is for %APPDATA%',
  ],
  [10, 'dir /s', 'hint: options begin with -'],
  [10, 'ls C:\\none', 'hint: ls shows what is there'],
  [10, 'ps svchost', 'ps --grep RE looks at paths and command lines'],
  [10, 'cat C:\\Windows', 'hint: ls shows what is in it, get -r'],
  [10, 'reg get HKLM\\Software Name', 'hint: the value stands behind its key'],
  [10, 'zip C:\\Windows C:\\a.zip', 'hint: the archive stands first: zip C:\\a.zip C:\\Windows'],
  [1, 'cd C:\\Users', 'hint: it is no Windows host'],
  [1, 'cat ~/.bashrc', 'env shows what there is for ~'],
  [1, 'cat $HOME/.bashrc', 'env shows what there is for $HOME'],
  [1, 'drives', 'drives are of Windows'],
] as const)('on sensor %i what is typed as elsewhere has a hint: %s', async (sensor, line, hint) => {
  const ran = await (await world.on(sensor)).run(line);
  expect(ran.exitCode).not.toBe(0);
  expect(ran.stderr).toContain(hint);
});

it('strings takes -n as elsewhere, and a table in the order of starts shows them', async () => {
  const windows = await world.on(10);
  expect(
    await windows.out('strings -n 30 C:\\Users\\Administrator\\AppData\\Roaming\\Updater\\svch0st.exe'),
  ).toContain('cannot be run in DOS mode');
  const shown = await windows.run('ps --sort started', { tty: true });
  expect(shown.stdout.split('\n')[0]).toMatch(/STARTED .*COMMAND LINE/);
});
