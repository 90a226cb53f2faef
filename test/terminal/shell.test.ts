import { chmod, cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeProgramWorld, type ProgramWorld } from '../support/program-world.ts';
import { openTerminal, type Terminal, withoutTmux } from './tmux.ts';

const project = fileURLToPath(new URL('../../', import.meta.url));
const prompt = 'WIN-EP7RMLTCLAJ C:\\\\Windows\\\\CarbonBlack';

describe.skipIf(withoutTmux !== undefined)(
  `the shell on a real terminal${withoutTmux === undefined ? '' : ` (${withoutTmux})`}`,
  // A tmux, a bash and a Node for each, beside all that runs at the same time.
  { timeout: 240_000 },
  () => {
    let world: ProgramWorld;
    let checkout: string;
    const open = new Set<Terminal>();

    beforeAll(async () => {
      // Its client is another process, and has its own time.
      world = await makeProgramWorld({ sensorLatencyMs: 400, isRealTime: true });
      checkout = await oldNodeCheckout();
    });
    afterEach(async () => {
      world.lab.clearFaults();
      await Promise.all([...open].map((terminal) => terminal.close()));
      open.clear();
    });
    afterAll(async () => {
      await world.end();
      await rm(checkout, { recursive: true, force: true });
    });

    const bash = async () => {
      const env = {
        PATH: process.env['PATH'] ?? '',
        HOME: world.home,
        XDG_STATE_HOME: join(world.home, 'state'),
        PS1: 'local$ ',
        LANG: 'C.UTF-8',
      };
      const terminal = await openTerminal(env, { cwd: checkout });
      open.add(terminal);
      await terminal.shows(/local\$$/);
      return terminal;
    };
    const connect = async (line = `${process.execPath} bin/cblr.js connect 10`) => {
      const terminal = await bash();
      await terminal.press('clear', 'Enter');
      await terminal.type(line);
      await terminal.press('Enter');
      await terminal.shows(new RegExp(`${prompt}>$`));
      return terminal;
    };
    const leave = async (terminal: Terminal) => {
      await terminal.press('exit', 'Enter');
      expect(await terminal.shows(/local\$$/)).not.toContain('stays open');
      // Until the sensor has closed it, a new one cannot be opened there.
      const open = async () =>
        (await world.run('cblr sessions --all --json')).stdout.match(/"status":"(?:active|pending)"/g);
      await expect.poll(open, { timeout: 10_000 }).toBe(null);
    };

    it.each([
      ['itself', `${process.execPath} bin/cblr.js connect 10`],
      ['the launcher on an old Node', `${process.execPath} old.mjs connect 10`],
      ['npm and the launcher', 'npm run -s start -- connect 10'],
    ])('Ctrl-Z stops %s with all that it started, fg brings back prompt and line', async (_name, line) => {
      const terminal = await connect(line);
      await terminal.type('pw');
      await terminal.press('C-z');
      await terminal.shows(/Stopped.*\nlocal\$$/s);
      await terminal.type('echo still $((40 + 2)) here');
      await terminal.press('Enter');
      await terminal.shows(/still 42 here\nlocal\$$/);
      await terminal.press('fg', 'Enter');
      await terminal.shows(new RegExp(`fg\n.*\n${prompt}> pw$`));
      await terminal.press('d', 'Enter');
      await terminal.shows(new RegExp(`> pwd\nC:.Windows.CarbonBlack\n${prompt}>$`));
      await leave(terminal);
    });

    it('Ctrl-Z while a verb runs stops it, and its result comes after fg', async () => {
      const terminal = await connect(`${process.execPath} old.mjs connect 10`);
      await terminal.type('cat C:\\Windows\\win.ini');
      await terminal.press('Enter', 'C-z');
      await terminal.shows(/Stopped.*\nlocal\$$/s);
      await terminal.press('fg', 'Enter');
      await terminal.shows(new RegExp(`fonts.*\n${prompt}>$`, 's'));
      await leave(terminal);
    });

    it('a paste of several lines waits for Enter', async () => {
      const terminal = await connect();
      await terminal.paste('pwd\nlpwd\n');
      await terminal.shows(new RegExp(`${prompt}> pwd\n> lpwd$`));
      await terminal.press('Enter');
      await terminal.shows(new RegExp(`> lpwd\nC:.Windows.CarbonBlack\n${prompt}> lpwd\n/.*\n${prompt}>$`));
      await leave(terminal);
    });

    it('a paste that holds a verb which destroys shows its lines and asks, and no is none of it', async () => {
      const terminal = await connect();
      await terminal.paste('lpwd\nrm C:\\Windows\\win.ini\nlpwd\n');
      await terminal.shows(/\n> lpwd$/);
      await terminal.press('Enter');
      await terminal.shows(
        /line 2: rm C:.Windows.win\.ini\n\? 1 of these 3 pasted lines cannot be undone.*\(y\/N\)$/,
      );
      await terminal.press('n', 'Enter');
      const screen = await terminal.shows(new RegExp(`none of them was run\n${prompt}>$`));
      expect(screen).not.toMatch(/\n\//);
      await leave(terminal);
    });

    it('Alt-. brings the last operand, !! and Ctrl-S the line, and each waits for Enter', async () => {
      const terminal = await connect();
      await terminal.type('ls C:\\lab\\empty.txt -o tsv');
      await terminal.press('Enter');
      await terminal.shows(new RegExp(`empty\\.txt\n${prompt}>$`));
      await terminal.type('stat ');
      await terminal.press('M-.');
      await terminal.shows(new RegExp(`${prompt}> stat C:.lab.empty\\.txt$`));
      await terminal.press('C-c');
      await terminal.press('!!', 'Enter');
      await terminal.shows(new RegExp(`${prompt}> !!\n${prompt}> ls C:.lab.empty\\.txt -o tsv$`));
      await terminal.press('C-c', 'C-r', 'C-s');
      await terminal.type('empty');
      await terminal.shows(/search "empty": ls C:.lab.empty\.txt -o tsv$/);
      await terminal.press('C-g');
      await leave(terminal);
    });

    it('bash gets a paste without marks again when the shell is left, by Ctrl-Z too', async () => {
      const terminal = await connect();
      await terminal.press('C-z');
      await terminal.shows(/Stopped.*\nlocal\$$/s);
      await terminal.type('echo begun $((40 + 2)); cat');
      await terminal.press('Enter');
      await terminal.shows(/begun 42$/);
      await terminal.paste('plain');
      await terminal.press('Enter');
      await terminal.shows(/\nplain\nplain$/);
      await terminal.press('C-d');
      await terminal.shows(/plain\nlocal\$$/);
      await terminal.press('fg', 'Enter');
      await terminal.shows(new RegExp(`${prompt}>$`));
      await leave(terminal);
    });

    it('Tab on a slow sensor leaves the line, and what is typed ahead is drawn', async () => {
      const terminal = await connect();
      world.lab.setFault('sensor-silent');
      await terminal.complete('ls C:\\Wind');
      await terminal.type('Temp');
      await terminal.shows(new RegExp(`${prompt}> ls C:.WindTemp$`));
      world.lab.clearFaults();
      await terminal.shows(new RegExp(`${prompt}> ls C:.Windows.Temp$`));
      await terminal.press('C-c');
      await leave(terminal);
    });

    it('what is typed while a verb shows its progress is drawn at the next prompt, and nowhere else', async () => {
      const terminal = await connect();
      await terminal.type('exec ping -n 4 127.0.0.1');
      await terminal.press('Enter');
      await terminal.shows(/\n. exec ping -n 4 127\.0\.0\.1/);
      await terminal.type('lpwd');
      await terminal.press('Enter');
      const screen = await terminal.shows(new RegExp(`${prompt}> lpwd\n/.*\n${prompt}>$`));
      expect(screen.match(/lpwd/g)).toHaveLength(1);
      await terminal.type('exec --wait ping -n 7 127.0.0.1');
      await terminal.press('Enter');
      await terminal.shows(/\n. exec ping -n 7 127\.0\.0\.1/);
      await terminal.press('C-z');
      await terminal.shows(/Stopped.*\nlocal\$$/s);
      await terminal.press('fg', 'Enter');
      // Not the one that stands above since it was stopped.
      await terminal.shows(/local\$ fg\n.*\n. exec ping -n 7 127\.0\.0\.1/s);
      await terminal.press('C-c');
      await terminal.shows(new RegExp(`commands shows it\n${prompt} !130>$`));
      // It holds the sensor until it ends; then its file is removed.
      await terminal.type('cat C:\\Windows\\win.ini');
      await terminal.press('Enter');
      await terminal.shows(new RegExp(`MAPI=1\n${prompt}>$`));
      await leave(terminal);
    });

    it('a program is left as a job at Ctrl-C, shown again, and ended', async () => {
      const terminal = await connect();
      await terminal.type('exec ping -n 60 127.0.0.1');
      await terminal.press('Enter');
      await terminal.shows(/Reply from/);
      await terminal.press('C-c');
      await terminal.shows(/pid \d+ \(ping\.exe\) runs: k ends it.*Enter waits on$/is);
      await terminal.press('d', 'Enter');
      await terminal.shows(new RegExp(`\\[1\\] goes on: exec ping -n 60.*\n${prompt}>$`, 's'));
      await terminal.type('ls C:\\lab\\empty.txt -o json --fields filename');
      await terminal.press('Enter');
      // No spinner of the job stands in the line that is typed.
      await terminal.shows(new RegExp(`"filename":"empty.txt"}\n]\n${prompt}>$`));
      await terminal.press('fg', 'Enter');
      await terminal.shows(/> fg\n(?:Reply from.*\n)+/);
      await terminal.press('C-c');
      await terminal.shows(/waits on$/);
      await terminal.press('k', 'Enter');
      await terminal.shows(new RegExp(`\\nended\\n${prompt}>$`));
      await terminal.press('jobs', 'Enter');
      await terminal.shows(new RegExp(`no jobs.*\n${prompt}>$`));
      await leave(terminal);
    });

    it('Ctrl-D at a question means no, and the shell goes on', async () => {
      const terminal = await connect();
      await terminal.type('rm C:\\Windows\\win.ini');
      await terminal.press('Enter');
      await terminal.shows(/win\.ini on WIN-EP7RMLTCLAJ\? \(y\/N\)$/);
      await terminal.press('maybe', 'Enter');
      await terminal.shows(/\(y\/N\)\n> answer y or n$/);
      await terminal.press('C-d');
      await terminal.shows(new RegExp(`> answer y or n\nnothing was done\n${prompt} !2>$`));
      await terminal.press('lpwd', 'Enter');
      await terminal.shows(new RegExp(`> lpwd\n/.*\n${prompt}>$`));
      await leave(terminal);
    });

    it('a lab that Ctrl-C ends leaves the row behind it', async () => {
      const terminal = await bash();
      await terminal.type(`${process.execPath} bin/cblr.js lab --sensors 12 --processes 100 --alerts 1`);
      await terminal.press('Enter');
      await terminal.shows(/Ctrl-C ends it$/);
      await terminal.press('C-c');
      await terminal.shows(/\n\^C\nlocal\$$/);
      expect(await terminal.screen()).toMatch(/local\$$/);
    });

    it('Ctrl-Z at a question stops, and it is asked again', async () => {
      const terminal = await connect(`${process.execPath} old.mjs connect 10`);
      await terminal.type('rm C:\\Windows\\win.ini');
      await terminal.press('Enter');
      await terminal.shows(/\(y\/N\)$/);
      await terminal.press('C-z');
      await terminal.shows(/Stopped.*\nlocal\$$/s);
      await terminal.press('fg', 'Enter');
      await terminal.shows(/fg\n.*\n.*\(y\/N\)$/);
      await terminal.press('n', 'Enter');
      await terminal.shows(new RegExp(`nothing was done\n${prompt} !2>$`));
      await leave(terminal);
    });

    it('a line that is longer than the window is drawn whole when the window changes', async () => {
      const terminal = await connect();
      const word = Array.from({ length: 30 }, (_, at) => `part${at}`).join('-');
      await terminal.type(`ls ${word}`);
      await terminal.shows(/part29$/);
      for (const columns of [70, 130]) {
        await terminal.resize(columns, 30);
        await terminal.press('C-e');
        const rows = (await terminal.shows(/part29$/)).split('\n');
        expect(rows.join('')).toContain(`CarbonBlack> ls ${word}`);
      }
      await terminal.press('C-c');
      await leave(terminal);
    });

    it('goes between sensors, asks where a job is in the way of leaving one, and draws nothing of it meanwhile', async () => {
      const terminal = await connect();
      const enter = async (line: string, shown: RegExp) => {
        await terminal.type(line);
        await terminal.press('Enter');
        return await terminal.shows(shown);
      };
      await enter('connect 1', /2:devr-test \/opt\/cbsensor>$/);
      await enter('exec sleep 300 &', /\[1\] exec sleep 300\n2:devr-test \/opt\/cbsensor>$/);
      await enter('use 1', new RegExp(`1:${prompt}>$`));
      const asked = await enter('disconnect dev', /\? a job runs: exec sleep 300[\s\S]*leave; programs/);
      expect(asked).toContain('CarbonBlack> disconnect dev\n? a job runs: exec sleep 300');
      await terminal.press('Enter');
      await terminal.shows(new RegExp(`stay\n1:${prompt}>$`));
      await terminal.type('disconnect dev');
      await terminal.press('Enter');
      await terminal.shows(/leave; programs[^\n]*\n\n[^\n]*select$/);
      await terminal.press('Down', 'Enter');
      await terminal.shows(new RegExp(`\n${prompt}>$`));
      await leave(terminal);
    });

    it('has an answer for Tab where nobody has typed for a moment', async () => {
      const terminal = await connect();
      const listings = () => world.lab.requests.filter(({ command }) => command === 'directory list').length;
      const before = listings();
      await expect.poll(listings, { timeout: 10_000 }).toBe(before + 1);
      await terminal.complete('ls Sens');
      await terminal.shows(/ls Sensor\.LOG$/);
      expect(listings()).toBe(before + 1);
      await terminal.press('C-u');
      await leave(terminal);
    });
  },
);

/** A checkout that an old Node starts and npm runs, with the built program of this one. */
async function oldNodeCheckout(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'cblr-terminal-'));
  await cp(join(project, 'bin'), join(root, 'bin'), { recursive: true });
  await symlink(join(project, 'dist'), join(root, 'dist'));
  await mkdir(join(root, 'node_modules', '.bin'), { recursive: true });
  const node = join(root, 'node_modules', '.bin', 'node');
  await writeFile(node, `#!/bin/sh\nexec '${process.execPath}' "$@"\n`);
  await chmod(node, 0o755);
  const old = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } });
process.argv[1] = 'bin/cblr.js';
await import('./bin/cblr.js');
`;
  await writeFile(join(root, 'old.mjs'), old);
  const scripts = { start: `'${process.execPath}' old.mjs` };
  await writeFile(join(root, 'package.json'), JSON.stringify({ type: 'module', scripts }));
  return root;
}
