import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cblrCommands } from '../../src/commands/index.ts';
import { fleetBuiltins, fleetOwn } from '../../src/programs/fleet/shell/builtins/index.ts';
import { fleetVerbs } from '../../src/programs/fleet/shell/fleet-verbs.ts';
import { builtins } from '../../src/shell/builtins/index.ts';
import { shellVerbatim } from '../../src/shell/nested-verbs.ts';
import { shellGlobals } from '../../src/shell/shell-globals.ts';
import { globalOptions } from '../../src/spec/globals.ts';
import { locate } from '../../src/spec/locate.ts';
import type { Options } from '../../src/spec/params.ts';
import { wordsOf } from '../../src/spec/parse.ts';
import { findSpec } from '../../src/spec/registry.ts';
import { type ParsedWord, scanWords } from '../../src/spec/scan-words.ts';
import type { Spec } from '../../src/spec/spec.ts';
import { tokenise } from '../../src/text/tokenise.ts';
import { verbs } from '../../src/verbs/index.ts';
import { type Command, ownPart, parsePlay } from '../plays/play.ts';
import { cblrEntries } from '../support/entries.ts';
import { shellWords } from '../support/shell-words.ts';

/** One use of a verb, command or builtin in a play. */
interface Use {
  readonly name: string;
  readonly how: 'one-shot' | 'shell' | 'fleet shell';
  readonly streams: 'terminal' | 'pipe';
  /** As typed: `10` is Windows, `1` Linux, `5` this machine. */
  readonly sensor: string | undefined;
  readonly options: ReadonlySet<string>;
  /** Values given to `--output`, and `json` for `--json`. */
  readonly output: string | undefined;
}

const commands: readonly Spec<never>[] = cblrEntries.map(({ spec }) => spec);
const shellRegistry: readonly Spec<never>[] = [...verbs, ...builtins];
const fleetRegistry: readonly Spec<never>[] = [...fleetVerbs, ...fleetBuiltins];
const folder = join(import.meta.dirname, '../plays');

const uses = readdirSync(folder)
  .filter((name) => name.endsWith('.txt'))
  .flatMap((name) => usesOf(readFileSync(join(folder, name), 'utf8')));

function usesOf(text: string): Use[] {
  const { steps, isTerminal } = parsePlay(text);
  const streams = isTerminal ? 'terminal' : 'pipe';
  return steps.flatMap((step) => (step.kind === 'command' ? usesOfCommand(step, streams) : []));
}

function usesOfCommand(command: Command, streams: Use['streams']): Use[] {
  if (!/^cblr /.test(command.line)) return [];
  const { found, rest, globals } = locate(commands, shellWords(ownPart(command.line)).slice(1));
  if (found === undefined) return [];
  const { spec } = found;
  const { operands, used, valueGiven } = scan(spec, wordsOf(rest), globalOptions);
  const sensor = spec.operands['sensor'] === undefined ? undefined : operands[0];
  const options = new Set([...used, ...Object.keys(globals)]);
  const own: Use = {
    name: spec.name,
    how: 'one-shot',
    streams,
    sensor,
    options,
    output: valueGiven('output'),
  };
  const lines = [
    ...command.typed.map(({ line }) => line),
    ...command.stdin,
    ...(spec.name === 'connect' ? [valueGiven('command') ?? ''] : []),
  ];
  const prompt: Prompt =
    spec.name === 'fleet shell'
      ? { how: 'fleet shell', registry: fleetRegistry }
      : { how: 'shell', registry: shellRegistry };
  return [own, ...lines.flatMap((line) => usesOfLine(line, streams, sensor, prompt))];
}

/** Where lines are typed. */
interface Prompt {
  readonly how: Use['how'];
  readonly registry: readonly Spec<never>[];
}

function usesOfLine(
  line: string,
  streams: Use['streams'],
  sensor: string | undefined,
  prompt: Prompt,
): Use[] {
  return statementsOf(line.replace(/ \^C$/, '')).flatMap((statement): Use[] => {
    if (statement.kind !== 'verb') return [];
    const found = findSpec(
      prompt.registry,
      statement.words.map(({ text }) => text),
    );
    if (found === undefined) return [];
    const words = statement.words.slice(found.used);
    const { used, valueGiven } = scan(found.spec, words, shellGlobals);
    const { name } = found.spec;
    const nested =
      name === 'time' || name === 'watch'
        ? usesOfLine(words.slice(-1)[0]?.text ?? '', streams, sensor, prompt)
        : [];
    return [
      { name, how: prompt.how, streams, sensor, options: used, output: valueGiven('output') },
      ...nested,
    ];
  });
}

function statementsOf(line: string) {
  try {
    return tokenise(line, { verbatimAfterDashes: shellVerbatim(shellRegistry) }).statements;
  } catch {
    // Shown for its error.
    return [];
  }
}

function scan(spec: Spec<never>, words: readonly ParsedWord[], globals: Options) {
  const { occurrences, operands } = scanWords(spec, words, globals);
  const valueGiven = (key: string) => {
    const value = occurrences.find(({ entry }) => entry.key === key)?.value;
    return typeof value === 'string' ? value : undefined;
  };
  const used = new Set(occurrences.map(({ entry }) => entry.key));
  return { operands: operands.map(({ text }) => text), used, valueGiven };
}

const windowsOnly = (spec: Spec<never>) =>
  spec.name === 'drives' || (spec.wire ?? []).some((name) => name.startsWith('reg ') || name === 'memdump');
const isShown = (where: Partial<Use>) =>
  uses.some((use) => Object.entries(where).every(([key, value]) => use[key as keyof Use] === value));

/** Fails for those of the given specs that no play shows in the given way, and says what to write where. */
function expectShown(specs: readonly Spec<never>[], where: Partial<Use>, how: string, file: string): void {
  const missing = specs.map(({ name }) => name).filter((name) => !isShown({ name, ...where }));
  expect(missing, `no play shows ${missing.join(', ')} ${how}: ${remedy(how, file)}`).toEqual([]);
}

const remedy = (how: string, file: string) =>
  `type a line ${how} into ${file} of test/plays (or a play of your own beside it), then npm run plays -- ${file.replace('.txt', '')} writes what comes of it`;

describe('the plays', () => {
  const oneShots = verbs.filter((spec) => spec.shellOnly !== true);

  it('show something at all', () => {
    expect(uses.length).toBeGreaterThan(400);
    expect(verbs.length).toBeGreaterThan(30);
    expect(builtins.length).toBeGreaterThan(10);
  });

  it('show every verb in the shell and as a one-shot', () => {
    expectShown(verbs, { how: 'shell' }, 'at the prompt of a shell', 'windows-session.txt');
    expectShown(oneShots, { how: 'one-shot' }, 'as cblr VERB SENSOR', 'windows-one-shots.txt');
  });

  it('show every verb on a terminal and on a pipe', () => {
    expectShown(verbs, { streams: 'terminal' }, 'on a terminal', 'windows-session.txt');
    expectShown(verbs, { streams: 'pipe' }, 'on a pipe', 'windows-one-shots.txt');
  });

  it('show every verb on Windows, and on Linux what there is of it', () => {
    expectShown(verbs, { sensor: '10' }, 'on sensor 10 (Windows)', 'windows-one-shots.txt');
    const everywhere = verbs.filter((spec) => !windowsOnly(spec));
    expectShown(everywhere, { sensor: '1' }, 'on sensor 1 (Linux)', 'linux-one-shots.txt');
  });

  it('show every command of the program, and every verb of the shell itself', () => {
    expectShown(cblrCommands, { how: 'one-shot' }, 'as cblr COMMAND', 'setup.txt');
    expectShown(builtins, { how: 'shell' }, 'at the prompt of a shell', 'shell.txt');
    expectShown(builtins, { streams: 'pipe' }, 'in a script on a pipe', 'scripts.txt');
    expectShown(fleetOwn, { how: 'fleet shell' }, 'in cblr fleet shell', 'fleet-shell.txt');
  });

  it('show every option of everything', () => {
    const unseen = [...commands, ...shellRegistry, ...fleetOwn].flatMap(({ name, options }) => {
      const seen = new Set(uses.filter((use) => use.name === name).flatMap((use) => [...use.options]));
      return Object.keys(options).flatMap((key) => (seen.has(key) ? [] : [`${name} ${key}`]));
    });
    const file = 'windows-one-shots.txt';
    expect([...new Set(unseen)], `options in no play: ${remedy('with each of them', file)}`).toEqual([]);
  });

  it('show every global option, and every form of output', () => {
    const seen = new Set(uses.flatMap((use) => [...use.options]));
    const unasked = ['help', 'version'];
    expect(Object.keys(globalOptions).filter((key) => !seen.has(key) && !unasked.includes(key))).toEqual([]);
    const forms: readonly string[] = globalOptions.output.choices;
    expect(forms.filter((form) => !isShown({ output: form }))).toEqual([]);
  });
});
