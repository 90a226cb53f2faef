import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeProgramWorld, type ProgramWorld } from '../support/program-world.ts';

let world: ProgramWorld;
beforeEach(async () => {
  world = await makeProgramWorld();
});
afterEach(() => world.end());

interface Here {
  readonly number: number;
  readonly hostname: string;
  readonly session_id: number;
}

/** A shell on sensors 10 and 1, at the prompt of the second. */
async function both() {
  const shell = await world.shell('cblr connect 10');
  await shell.line('connect 1');
  const line = async (typed: string) => {
    shell.takeErr();
    shell.takeOut();
    const { exitCode } = await shell.line(typed);
    return { exitCode, out: shell.takeOut(), err: shell.takeErr() };
  };
  const here = async () => JSON.parse((await line('use --json')).out) as readonly Here[];
  return { shell, line, here };
}

async function openOnServer() {
  const { stdout } = await world.run('cblr sessions --json');
  return (JSON.parse(stdout) as readonly { readonly sensor_id: number }[]).map(({ sensor_id }) => sensor_id);
}

describe('a shell with two sensors', () => {
  test('closes both on the way out, and what they did is one history', async () => {
    const { shell, line } = await both();
    expect((await line('pwd ; @1 drives')).out).toContain('C:\\');
    expect((await openOnServer()).sort()).toEqual([1, 10]);
    await shell.enter('exit');
    expect(await shell.ended).toBe(0);
    expect(await openOnServer()).toEqual([]);
    const history = await readFile(join(world.state, 'history-default'), 'utf8');
    expect(history).toBe('connect 1\npwd ; @1 drives\nexit\n');
  });

  test('keeps both where it is detached', async () => {
    const { shell } = await both();
    await shell.enter('detach');
    await shell.ended;
    expect((await openOnServer()).sort()).toEqual([1, 10]);
    expect(shell.takeErr().match(/stays open/g)).toHaveLength(2);
  });

  test('goes on with the one where the other is lost, and opens that one anew when it is wanted', async () => {
    const { line, here } = await both();
    const [, second] = await here();
    await world.run(`cblr session close ${second?.session_id} --yes`);
    expect(await line('@1 ls C:\\lab\\texts')).toMatchObject({ exitCode: 0 });
    const again = await line('ls /home');
    expect(again).toMatchObject({ exitCode: 0 });
    expect(again.out).toContain('mgarcia');
    expect(again.err).toContain(`session ${second?.session_id} is gone from the server; opened session `);
    const [first, renewed] = await here();
    expect(first?.hostname).toBe('WIN-EP7RMLTCLAJ');
    expect(renewed?.session_id).not.toBe(second?.session_id);
    const sessions = await line('sessions --json --fields number,id');
    expect(JSON.parse(sessions.out)).toEqual([
      { number: 1, id: first?.session_id },
      { number: 2, id: renewed?.session_id },
    ]);
  });

  test('tells the server of each that it is wanted', async () => {
    const { shell } = await both();
    const { clock } = shell.runtime;
    const before = world.lab.requests.length;
    await clock.sleep(70_000);
    const kept = () =>
      new Set(
        world.lab.requests
          .slice(before)
          .flatMap(({ url }) => /session\/(\d+)\/keepalive/.exec(url)?.[1] ?? []),
      );
    await expect.poll(() => kept().size).toBe(2);
  });

  test('leaves a sensor that is open already as it was, and an unreachable one leaves the shell where it was', async () => {
    const { line, here } = await both();
    expect((await line('connect 10')).err).toContain('session 1 is on WIN-EP7RMLTCLAJ already');
    const gone = await line('connect nowhere');
    expect(gone).toMatchObject({ exitCode: 3 });
    expect(gone.err).toContain('1:WIN-EP7RMLTCLAJ');
    expect(await here()).toHaveLength(2);
  });

  test('is had in a script, too', async () => {
    const ran = await world.run("cblr connect 10 -c 'connect 1; pwd; @1 pwd; disconnect 1; pwd'");
    expect(ran).toMatchObject({
      exitCode: 0,
      stdout: '/opt/cbsensor\nC:\\Windows\\CarbonBlack\n/opt/cbsensor\n',
    });
    expect(await openOnServer()).toEqual([]);
  });
});
