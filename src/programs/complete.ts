import type { Runtime } from '../ports/runtime.ts';
import { completeWords, type Proposal } from '../spec/complete-words.ts';
import type { ValueSources } from '../spec/completion-values.ts';
import type { Globals } from '../spec/globals.ts';
import type { Occurrence } from '../spec/scan-words.ts';
import { forBashLine, readBashLine } from '../text/bash-line.ts';
import type { App } from './app.ts';
import type { Environment } from './environment.ts';

/** What a server may take to name things, in ms: with the start of the program before it, Tab has its answer within 200. */
export const tabPatienceMs = 110;

/**
 * `__complete -- WORDS`: what the scripts of `completion` call. Prints what can stand in the place of the last word, one a line with what
 * it is behind a tab, and then, as `:N`, whether the shell should propose files (0) or not (4), and put no blank behind (2). Of a line of
 * bash (`--bash LINE BREAKS`) it gives what bash puts in. Words may come as base64, one a line, from shells that lose some on their way.
 * Nobody is ever asked, no program is started and nothing said on stderr: where something fails, it is not proposed.
 */
export async function complete(app: App, argv: readonly string[], plain: Runtime): Promise<number> {
  const runtime: Runtime = { ...plain, note: () => undefined };
  const [how, ...given] = argv;
  const print = (lines: readonly string[], directive: number): Promise<void> =>
    runtime.streams.out.write([...lines, `:${directive}`, ''].join('\n'));
  if (how === '--bash') {
    const read = readBashLine(given[0] ?? '', given[1] ?? '');
    if (read.isRedirect) await print([], 0);
    else {
      await propose(app, read.words.slice(1), runtime, ({ words, files }) => {
        const inserted = words.flatMap(
          ({ text, goesOn }) => forBashLine(text, read, goesOn ? '' : ' ') ?? [],
        );
        return print(inserted, files ? 0 : 4);
      });
    }
    return 0;
  }
  const isEncoded = how === '--base64';
  const words = isEncoded
    ? Buffer.from(given[0] ?? '', 'base64')
        .toString('utf8')
        .split('\n')
    : given;
  await propose(app, isEncoded || how === '--' ? words : argv, runtime, (proposal) => {
    const lines = proposal.words.map(({ text, about }) => (about === undefined ? text : `${text}\t${about}`));
    const goesOn = proposal.words.some((word) => word.goesOn);
    return print(lines, (proposal.files ? 0 : 4) + (goesOn ? 2 : 0));
  });
  return 0;
}

async function propose(
  { name, program }: App,
  words: readonly string[],
  runtime: Runtime,
  show: (proposal: Proposal) => Promise<void>,
): Promise<void> {
  let environment: Environment | undefined;
  const stop = new AbortController();
  runtime.clock.sleep(tabPatienceMs, stop.signal).then(
    () => stop.abort(),
    () => undefined,
  );
  try {
    const { signal } = stop;
    const sources = async (given: readonly Occurrence[]): Promise<ValueSources> => {
      const [{ makeEnvironment }, { nameProviders }] = await Promise.all([
        import('./environment.ts'),
        import('./name-providers.ts'),
      ]);
      environment = makeEnvironment(name, runtime, serverNamed(given), runtime.note, { startsLab: false });
      return { providers: nameProviders(environment), signal };
    };
    await show(await completeWords(program, words, sources));
  } finally {
    stop.abort();
    await environment?.close();
  }
}

/** The global options that say which server is meant. */
function serverNamed(given: readonly Occurrence[]): Partial<Globals> {
  const named = given.filter(({ entry }) => entry.isGlobal && ['profile', 'lab'].includes(entry.key));
  return Object.fromEntries(named.map(({ entry, value }) => [entry.key, value]));
}
