import { exitCodeOf } from '../../src/errors/exit-codes.ts';
import type { OutputForm } from '../../src/output/drawing.ts';
import { kindOf, presentError } from '../../src/output/present.ts';
import { renderResult } from '../../src/output/render.ts';
import { plainStyle } from '../../src/output/style.ts';
import { printDryRun } from '../../src/programs/environment.ts';
import { pages } from '../../src/programs/pages.ts';
import { makeQuestions } from '../../src/programs/questions.ts';
import { queries } from '../../src/queries/index.ts';
import { globalOptions } from '../../src/spec/globals.ts';
import { locate } from '../../src/spec/locate.ts';
import { wordsOf } from '../../src/spec/parse.ts';
import { makeRuntime, type RuntimeOptions, type TestRuntime } from '../support/make-runtime.ts';
import type { MockCb } from '../support/mock-cb.ts';
import { noIsolations } from '../support/no-isolations.ts';
import { noKeeper } from '../support/no-keeper.ts';
import { parseWords } from '../support/parse-words.ts';

export interface Asked {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
  readonly runtime: TestRuntime;
}

/** Runs a command of cbq, given as the words behind `cbq`, against the mocked server, from its words to its output. */
export async function cbq(
  server: MockCb,
  words: readonly string[],
  options: RuntimeOptions & { readonly runtime?: TestRuntime } = {},
): Promise<Asked> {
  const runtime = options.runtime ?? makeRuntime(options);
  const { found, rest } = locate(queries, words);
  if (found === undefined) throw new Error(`no command: ${words.join(' ')}`);
  const now = Date.parse('2024-05-14T09:30:00Z');
  const asked = (exitCode: number): Asked => ({ exitCode, out: runtime.out(), err: runtime.err(), runtime });
  let mode: OutputForm | undefined;
  try {
    const { input, globals } = parseWords(found.spec, wordsOf(rest), { now, globals: globalOptions });
    mode = globals.json === true ? 'json' : globals.output;
    const signal = new AbortController().signal;
    const dryRun = globals.dryRun === true;
    const cb = server.cb({
      clock: runtime.clock,
      ...(dryRun ? { dryRun: (request) => printDryRun(runtime, request) } : {}),
    });
    const context = {
      runtime,
      cb: async () => cb,
      server: async () => server.url,
      manifest: async () => undefined,
      evidence: async () => undefined,
      deeds: async () => (async function* () {})(),
      pages,
      signal,
      nowMs: () => now,
      note: (text: string) => runtime.note(text),
      dryRun,
      isTerminal: runtime.streams.out.isTTY,
      keeper: noKeeper,
      isolations: async () => noIsolations,
      queryFolder: () => '/nowhere/queries',
      ask: makeQuestions(runtime, { yes: globals.yes === true, dryRun }),
    };
    const result = await found.spec.run(input, context);
    const rendered = await renderResult(result, {
      sink: runtime.streams.out,
      err: runtime.streams.err,
      mode: mode === 'yaml' ? undefined : mode,
      fields: globals.fields,
      style: plainStyle,
      columns: runtime.streams.columns,
      isTTY: runtime.streams.out.isTTY,
      quiet: globals.quiet === true,
      expect: globals.expect === true,
      program: 'cbq',
      signal,
    });
    return asked(rendered.exitKind === undefined ? 0 : exitCodeOf(rendered.exitKind));
  } catch (error) {
    await runtime.streams.err.write(
      presentError(error, { program: 'cbq', mode: mode ?? 'tsv', debug: false }),
    );
    return asked(exitCodeOf(kindOf(error)));
  }
}
