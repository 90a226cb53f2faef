import { expect } from 'vitest';
import { main } from '../../src/programs/main.ts';
import type { ProgramWorld, RunOptions } from './program-world.ts';
import { ShellDriver } from './shell-driver.ts';
import { shellWords } from './shell-words.ts';
import { yes } from './yes.ts';

const updater = 'C:\\Users\\Administrator\\AppData\\Roaming\\Updater\\svch0st.exe';

/** What docs/case-walkthrough.md does, minutes apart, and an alert whose process is called as hostile as can be. */
export async function workIncident(world: ProgramWorld): Promise<void> {
  let aheadMs = 0;
  const later = (minutes: number): void => {
    aheadMs += minutes * 60_000;
    world.lab.advance(minutes * 60);
  };
  const runtimeOf = (argv: readonly string[], how: RunOptions = {}) => {
    const runtime = world.runtime(argv, { prompter: yes(world), ...how });
    const { clock } = runtime;
    return { ...runtime, clock: { ...clock, now: () => clock.now() + aheadMs } };
  };
  const run = async (line: string): Promise<void> => {
    const [program, ...argv] = shellWords(line);
    const runtime = runtimeOf(argv);
    const exitCode = await main(program === 'cbq' ? 'cbq' : 'cblr', runtime);
    expect(exitCode, `${line}: ${runtime.err()}`).toBe(0);
    later(2);
  };
  await run('cblr case open 2024-117 --title "Implant on WIN-EP7RMLTCLAJ"');
  await run('cblr case pin alert fe27e34a-5743-4fd6-a981-241800000009 --note "where it began"');
  await run('cbq process process_name:svch0st.exe --save implant-everywhere');
  await run('cblr case pin process 0000000a-0000-0680-01d0-14c1d23ab5b6 --note "the implant"');
  await run('cblr case pin alert 58485023-19cd-4c6e-80f0-24d600000000');
  await run('cblr case pin sensor 10');
  await run('cbq isolate 10 --yes --wait');
  const runtime = runtimeOf(['connect', '10'], { tty: true });
  const shell = new ShellDriver((events) => main('cblr', runtime, events), runtime);
  await shell.prompt();
  for (const line of [
    `get ${updater}`,
    'get C:\\Users\\Administrator\\Downloads\\*.docm',
    'note svch0st.exe is started by the Run key, as Updater',
    "ban 1664 --text 'case 2024-117' --yes",
    'kill svch0st.exe --wait --yes',
    'reg delete HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run\\Updater --yes',
    `rm ${updater} --yes`,
  ]) {
    await shell.line(line);
    later(3);
  }
  await shell.enter('exit');
  expect(await shell.ended).toBe(0);
  await run('cbq binary download A276B67AC893B80B963F3415E7DD146B');
  await run('cbq unisolate 10 --wait');
  await run('cblr case note the user was told, and has a new password');
  await run('cblr case report');
  await run('cblr case export 2024-117.zip');
}
