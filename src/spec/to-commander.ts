import { Command, CommanderError } from 'commander';
import { CbError } from '../errors/cb-error.ts';
import type { ProgramSpec } from './program.ts';
import { helpOfWords } from './program-help.ts';
import type { Spec } from './spec.ts';

/** Called with what stands behind a command's name, as it was typed. */
export type CommandAction<C> = (spec: Spec<C>, argv: readonly string[]) => Promise<void> | void;

/**
 * The program as a commander tree: names, sentences, our help, and every word behind a name handed on untouched, because options are
 * parsed by `parseInput` (commander takes `mkdir 10 -p` for the global `-p`, and a query `-path:…` for an option). It writes nothing
 * and never ends the process: its errors are thrown.
 */
export function toCommander<C>(program: ProgramSpec<C>, action: CommandAction<C>, columns = 80): Command {
  const root = configure(new Command(program.name).description(program.about));
  for (const spec of program.commands) {
    const [head = spec.name, below] = spec.name.split(' ');
    const top = childOf(root, head);
    const command = below === undefined ? top : childOf(top, below);
    command
      .summary(spec.about)
      .description(spec.about)
      .argument('[words...]')
      .allowUnknownOption()
      .passThroughOptions()
      .action((words: readonly string[]) => action(spec, words));
    if (below === undefined) command.aliases((spec.aliases ?? []).filter((alias) => !alias.includes(' ')));
  }
  describe(root, program, [], columns);
  return root;
}

/** Runs one command through the tree; `run` gets the words untouched. What commander refuses is `Usage`. */
export async function dispatch<C>(
  program: ProgramSpec<C>,
  spec: Spec<C>,
  words: readonly string[],
  run: (words: readonly string[]) => Promise<void>,
): Promise<void> {
  // The tree of a start holds the called command alone: the others cost time and cannot be reached.
  const tree = toCommander({ ...program, commands: [spec] }, (_spec, argv) => run(argv));
  try {
    await tree.parseAsync([...spec.name.split(' '), '--', ...words], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    throw new CbError('Usage', error.message.replace(/^error: /, ''), { cause: error });
  }
}

function childOf(parent: Command, name: string): Command {
  const known = parent.commands.find((command) => command.name() === name);
  return known ?? configure(parent.command(name));
}

function configure(command: Command): Command {
  const silent = (): void => {};
  return command
    .helpOption(false)
    .helpCommand(false)
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({ writeOut: silent, writeErr: silent });
}

/** Our help on every node, made only when it is asked for. */
function describe<C>(
  command: Command,
  program: ProgramSpec<C>,
  path: readonly string[],
  columns: number,
): void {
  command.configureHelp({
    formatHelp: () =>
      helpOfWords(program, path, columns)
        .map(({ text }) => `${text}\n`)
        .join(''),
  });
  for (const child of command.commands) describe(child, program, [...path, child.name()], columns);
}
