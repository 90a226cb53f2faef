import { execFile as execFileCallback } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { completionScripts } from '../../src/commands/completion-scripts.ts';
import { makeProgramWorld, type ProgramWorld } from '../support/program-world.ts';
import {
  type AnsweredPrograms,
  answeredPrograms,
  isInstalled,
  openShell,
  type TerminalShell,
} from '../support/terminal-shell.ts';

const execFile = promisify(execFileCallback);

/** Shells as people have them, on terminals, with the scripts of `completion`; what they ask is answered by the programs over a lab. */
let world: ProgramWorld;
let programs: AnsweredPrograms;
let home = '';

beforeAll(async () => {
  world = await makeProgramWorld();
  await world.run(['cbq', 'group', 'create', "R&D (O'Brien) 100%"]);
  home = mkdtempSync(join(tmpdir(), 'cblr-tab-'));
  programs = await answeredPrograms(home, async (program, argv) => {
    const { stdout } = await world.run([program, ...argv]);
    return stdout;
  });
  writeFileSync(join(home, 'rc.bash'), `PS1='READY '\n${completionScripts.bash}`);
  writeFileSync(
    join(home, '.zshrc'),
    `PS1='READY '\n[[ -n $WITH ]] && autoload -Uz compinit && compinit -C\n${completionScripts.zsh}`,
  );
  // What zsh keeps of its functions, which takes it longest; what it then knows is the same.
  if (isInstalled('zsh')) {
    const words = ['-c', 'autoload -Uz compinit && compinit -C'];
    await execFile('zsh', words, { env: { PATH: '/usr/bin:/bin', HOME: home } });
  }
  writeFileSync(
    join(home, 'rc.fish'),
    `set -g fish_greeting\nfunction fish_prompt; echo -n 'READY '; end\n${completionScripts.fish}`,
  );
  writeFileSync(join(home, 'my notes.txt'), '');
}, 120_000);

afterAll(async () => {
  await programs?.end();
  await world?.end();
  rmSync(home, { recursive: true, force: true });
});

const shells = [
  { name: 'bash', program: 'bash', command: 'bash --noprofile --rcfile rc.bash -i' },
  { name: 'zsh with compinit', program: 'zsh', command: 'zsh -i', env: { WITH: '1' } },
  { name: 'zsh without compinit', program: 'zsh', command: 'zsh -i' },
  { name: 'fish', program: 'fish', command: "fish --no-config -i -C 'source rc.fish'" },
];

/** What a server could call a group so that it does harm when it is typed without quotes. */
const hostile = [
  ';touch pwned',
  "x';touch pwned;'",
  'x";touch pwned;"',
  'a&touch pwned',
  'a|touch pwned',
  '>pwned',
  'x (touch pwned)',
  '=ls',
  '#x y',
  '* ?',
  '{a,b} [c]',
  'CORP\\mia',
  ':0',
  'a%b^c',
  'Größe 京',
];

const titled = shells.map((shell) => ({
  ...shell,
  title: isInstalled(shell.program) ? shell.name : `${shell.name} (skipped: it is not installed)`,
}));

const namesFile = () => join(world.state, 'names-default.json');

/** The server named these groups just now. */
async function serverNames(names: readonly string[]): Promise<void> {
  const kinds = { group: { at: world.runtime([]).clock.now(), names } };
  const { url } = world.lab;
  await mkdir(world.state, { recursive: true, mode: 0o700 });
  await writeFile(namesFile(), JSON.stringify({ name: 'default', url, kinds }), {
    mode: 0o600,
  });
}

describe.each(titled)('$title', ({ program, command, env = {} }) => {
  let shell: TerminalShell | undefined;
  afterAll(() => shell?.end());

  /** All in one: what a shell takes is its start. Behind a line that came to nothing there is another one. */
  const type = async (keys: string) => {
    shell ??= openShell(command, { PATH: `${programs.folder}:/usr/bin:/bin`, HOME: home, ...env });
    const ran = await shell.type(keys);
    if (ran.words === undefined) {
      await shell.end();
      shell = undefined;
    }
    return ran;
  };

  test.skipIf(!isInstalled(program)).each([
    ['a command', 'cbq sens\tshow x', ['sensor', 'show', 'x']],
    ['a group with a blank', 'cbq sensor --group def\t', ['sensor', '--group', 'Default Group']],
    ['the same behind =', 'cbq sensor --group=def\t', ['sensor', '--group=Default Group']],
    ['what quotes are needed for', 'cbq group show R\t', ['group', 'show', "R&D (O'Brien) 100%"]],
    ['what has begun in quotes', 'cbq group show "Defau\t', ['group', 'show', 'Default Group']],
    ['a field, without a blank behind it', 'cbq process process_na\tx', ['process', 'process_name:x']],
    ['a file with a blank', 'cblr put 10 my\t', ['put', '10', 'my notes.txt']],
  ])('completes %s', async (_what, keys, words) => {
    await rm(namesFile(), { force: true });
    const ran = await type(keys);
    expect(ran.words, ran.shown).toEqual(words);
  });

  test.skipIf(!isInstalled(program)).each(hostile)('quotes the name %j, which runs nothing', async (name) => {
    await serverNames([name]);
    const ran = await type('cbq group show \t');
    expect(ran.words, ran.shown).toEqual(['group', 'show', name]);
    expect(readdirSync(home)).not.toContain('pwned');
  });
});
