import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeProgramWorld, type ProgramWorld } from '../support/program-world.ts';
import { openTerminal, type Terminal, withoutTmux } from './tmux.ts';

const project = fileURLToPath(new URL('../../', import.meta.url));

describe.skipIf(withoutTmux !== undefined)(
  `--pick on a real terminal${withoutTmux === undefined ? '' : ` (${withoutTmux})`}`,
  { timeout: 240_000 },
  () => {
    let world: ProgramWorld;
    let terminal: Terminal | undefined;

    beforeAll(async () => {
      world = await makeProgramWorld({ isRealTime: true });
      await world.profile();
    });
    afterEach(async () => {
      await terminal?.close();
      terminal = undefined;
    });
    afterAll(() => world.end());

    const pick = async (words: string): Promise<Terminal> => {
      const env = {
        PATH: process.env['PATH'] ?? '',
        HOME: world.home,
        XDG_STATE_HOME: join(world.home, 'state'),
        PS1: 'local$ ',
        LANG: 'C.UTF-8',
      };
      terminal = await openTerminal(env, { cwd: project });
      await terminal.shows(/local\$$/);
      await terminal.press('clear', 'Enter');
      await terminal.type(`${process.execPath} bin/cbq.js process ${words}`);
      await terminal.press('Enter');
      return terminal;
    };

    it('arrows walk, Enter narrows, Backspace widens, p prints, q leaves', async () => {
      const at = await pick('process_name:net.exe --pick');
      const fields = await at.shows(/by which field\?.*process_name:net\.exe[\s\S]*❯ process_name/);
      expect(fields).toContain('⌫ widen');
      await at.press('Down', 'Down');
      await at.shows(/❯ path_full/);
      await at.press('Down', 'Down', 'Enter');
      await at.shows(/hostname of process_name:net\.exe/);
      await at.press('Enter');
      const narrow = await at.shows(/by which field\? hostname:\S+ process_name:net\.exe/);
      // Of the lists before nothing is left on the screen.
      expect(narrow).not.toContain('hostname of');
      await at.press('p');
      await at.shows(/^hostname:\S+ process_name:net\.exe$[\s\S]*by which field\?/m);
      await at.press('BSpace');
      await at.shows(/by which field\? process_name:net\.exe/);
      await at.press('q');
      const end = await at.shows(/local\$$/);
      expect(end.match(/^hostname:\S+ process_name:net\.exe$/gm)).toHaveLength(1);
      expect(end).not.toContain('by which field');
    });

    it('what it prints goes to stdout alone, for another command; Ctrl-C leaves', async () => {
      const at = await pick('--pick=process_name > picked.txt; cat picked.txt; rm picked.txt');
      await at.shows(/process_name of all processes/);
      await at.press('Enter');
      await at.shows(/by which field\? process_name:/);
      await at.press('p');
      await at.press('q');
      expect(await at.shows(/^process_name:\S+\n+local\$$/m)).not.toContain('cbq: ');
      await at.press('clear', 'Enter');
      await at.type(`${process.execPath} bin/cbq.js process --pick; echo ended $?`);
      await at.press('Enter');
      await at.shows(/❯ process_name/);
      await at.press('C-c');
      await at.shows(/ended 130/);
    });
  },
);
