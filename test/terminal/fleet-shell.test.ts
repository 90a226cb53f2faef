import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeProgramWorld, type ProgramWorld } from '../support/program-world.ts';
import { openTerminal, type Terminal, withoutTmux } from './tmux.ts';

const project = fileURLToPath(new URL('../../', import.meta.url));

describe.skipIf(withoutTmux !== undefined)(
  `a shell on many hosts on a real terminal${withoutTmux === undefined ? '' : ` (${withoutTmux})`}`,
  { timeout: 240_000 },
  () => {
    let world: ProgramWorld;
    const open = new Set<Terminal>();

    beforeAll(async () => {
      world = await makeProgramWorld({ sensorLatencyMs: 300, isRealTime: true, processes: 0 });
      await world.profile();
    });
    afterEach(async () => {
      await Promise.all([...open].map((terminal) => terminal.close()));
      open.clear();
    });
    afterAll(() => world.end());

    const start = async (options = '', home = world.home, targets = '--sensor 10 --sensor 3 --sensor 1') => {
      const env = {
        PATH: process.env['PATH'] ?? '',
        HOME: home,
        PS1: 'local$ ',
        LANG: 'C.UTF-8',
      };
      const terminal = await openTerminal(env, { cwd: project, columns: 110 });
      open.add(terminal);
      await terminal.shows(/local\$$/);
      await terminal.type(`clear; ${process.execPath} bin/cblr.js fleet shell ${targets} ${options}`);
      await terminal.press('Enter');
      await terminal.shows(/^\d+ hosts>$/m);
      return terminal;
    };
    const line = async (terminal: Terminal, text: string) => {
      await terminal.type(text);
      await terminal.press('Enter');
    };
    const run = (words: string) => world.run(`cblr fleet ${words}`);
    const states = async () =>
      (JSON.parse((await run('show --json')).stdout) as readonly { readonly state: string }[]).map(
        ({ state }) => state,
      );

    it('Tab completes, Ctrl-C lets go of a line, once more cancels it, Ctrl-D says what is left', async () => {
      const terminal = await start('--slots 1 --order name');
      await terminal.complete('ps --na');
      await terminal.shows(/3 hosts> ps --name$/);
      await terminal.press('C-c');
      await terminal.complete('only WIN-EP');
      await terminal.shows(/3 hosts> only WIN-EP7RMLTCLAJ$/);
      await terminal.press('C-c');
      await line(terminal, 'exec sleep 20');
      await terminal.shows(/exec sleep 20: 0 of 3 answered, 1 running, 2 waiting/);
      await terminal.press('C-c');
      await terminal.shows(
        /step 1 goes on behind; Ctrl-C again, or cancel 1, cancels it on 2 that have not begun\n.*0 of 3 answered; 3 to come.*\n3 hosts !6>$/s,
      );
      await terminal.press('C-c');
      await terminal.shows(
        /canceled step 1 on 2 hosts that had not begun; it ends on 1 where it runs\n3 hosts !6>$/,
      );
      // Nothing more to let go of: what leaves is said.
      await terminal.press('C-c');
      await terminal.shows(/exit or Ctrl-D to leave\n3 hosts !6>$/);
      await terminal.press('C-d');
      await terminal.shows(/1 host ends its step; Ctrl-C leaves at once/);
      await terminal.press('C-c');
      await terminal.shows(/run \d+ is kept.*\nlocal\$$/s);
      expect((await states()).filter((state) => state === 'skipped')).toHaveLength(2);
    });

    it('a host that hangs holds up no prompt, and its answer is announced above what is typed', async () => {
      const terminal = await start();
      await line(terminal, 'only --os linux');
      await terminal.shows(/1 of 3 hosts>$/);
      await line(terminal, 'exec sleep 15');
      await terminal.shows(/exec sleep 15: 0 of 1 answered, 1 running/);
      await terminal.press('C-c');
      await terminal.shows(/step 1 goes on behind on 1\n.*1 of 3 hosts !6>$/s);
      await line(terminal, 'only');
      await line(terminal, 'pwd');
      // By itself, once nobody has answered for a while.
      await terminal.shows(
        /CarbonBlack\nstep 2: 2 of 3 answered; 1 to come; results 2 shows them\n3 hosts !6>$/,
      );
      await terminal.type('results');
      await terminal.shows(
        /step 1, exec sleep 15: 1 of 1 answered; results 1 shows them\n(?:step 2, pwd: all 3 answered; results 2 shows them\n)?3 hosts !6> results$/,
      );
      await line(terminal, ' 2');
      expect(await terminal.shows(/33\.3 +done +devr-test +\/opt\/cbsensor\n.*3 hosts>$/s)).toContain('66.7');
      await line(terminal, 'exit');
      await terminal.shows(/is kept: cblr fleet results \d+\nlocal\$$/);
    });

    it('what one host says draws nothing, in its group, as an error, nor while it is late', async () => {
      const evil = 'x\u001b[2J\u001b[1;1HGONE\u001b]0;owned\u0007\u202e\r\n';
      await world.files.writeAtomic('evil', evil, 0o600);
      await world.run('cblr put 1 evil /tmp/said');
      const terminal = await start();
      await line(terminal, 'cat /tmp/said');
      const screen = await terminal.shows(/devr-test .*\n(?:.*\n)*3 hosts !6>$/);
      expect(screen).toMatch(/\\u\{1b\}\[2J/);
      expect(screen).toContain('cat /tmp/said');
      await terminal.resize(70, 20);
      await line(terminal, 'results --by-host');
      await terminal.shows(/devr-test.*\n(?:.*\n)*3 hosts !6>$/);
      await terminal.paste('pwd\nsteps\n');
      await terminal.shows(/3 hosts !6> pwd\n> steps$/);
      await terminal.press('Enter');
      await terminal.shows(/STEP +ANSWERED(?:.*\n)* +2 +3 +3 +0 +0 +pwd\n3 hosts>$/);
      await terminal.press('C-d');
      await terminal.shows(/local\$$/);
    });

    it('a shell that is killed leaves a run that goes on where it stopped, and writes nothing twice', async () => {
      const terminal = await start('--slots 1 --order name');
      await line(terminal, 'mkdir /tmp/once');
      await terminal.shows(/all 3 answered.*\n3 hosts !6>$/);
      const [, pid] = /process (\d+) on/.exec((await run('show')).stderr) ?? [];
      await line(terminal, 'mkdir /tmp/late');
      await terminal.shows(/mkdir \/tmp\/late: [01] of 3 answered/);
      process.kill(Number(pid), 'SIGKILL');
      await terminal.shows(/Killed\nlocal\$$/);
      await line(terminal, `clear; ${process.execPath} bin/cblr.js fleet resume`);
      await terminal.shows(/STEP(?:.*\n)*local\$$/);
      const posted = world.lab.requests.flatMap(({ command, posted }) =>
        command === 'create directory' ? [(posted as { readonly object?: unknown }).object] : [],
      );
      for (const name of ['once', 'late']) {
        const made = posted.filter((object) => String(object).endsWith(name));
        expect(made.length, name).toBeLessThanOrEqual(3);
        expect(made.length, name).toBeGreaterThan(0);
      }
      expect((await states()).every((state) => ['done', 'failed', 'unknown'].includes(state))).toBe(true);
    });

    it('of a thousand hosts, of which a third is away, one prompt takes what is typed while they answer', async () => {
      const large = await makeProgramWorld({
        sensors: 1000,
        offline: 0.3,
        sensorLatencyMs: 300,
        isRealTime: true,
        processes: 0,
      });
      try {
        await large.profile();
        const terminal = await start('', large.home, "--sensor '*'");
        await line(terminal, 'ps --name sshd');
        await terminal.shows(
          /sshd: [1-9]\d* of 9\d\d answered, \d+ running, [1-9]\d* waiting, [1-9]\d* offline/,
        );
        await terminal.press('C-c');
        await terminal.shows(/step 1: [1-9]\d* of 9\d\d answered;(?:.*\n)+9\d\d hosts !6>$/);
        await terminal.type('steps');
        await terminal.shows(/9\d\d hosts !6> steps$/);
        await terminal.press('Enter');
        await terminal.shows(/ +1 +\d+ +9\d\d +0 +0 +ps --name sshd\n/);
        await line(terminal, 'cancel');
        expect(
          await terminal.shows(/canceled what was left on (\d+) hosts that had not begun/),
        ).toBeDefined();
        await terminal.press('C-d');
        await terminal.shows(/run 1 is kept.*\nlocal\$$/s);
      } finally {
        await large.end();
      }
    });
  },
);
