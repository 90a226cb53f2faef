import { type Cb, createCb } from '../api/client.ts';
import type { Live } from '../live/live.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { Runtime } from '../ports/runtime.ts';
import type { RunOptions } from '../run/run-call.ts';
import type { Globals } from '../spec/globals.ts';
import type { DryRunRequest, Http } from '../transport/types.ts';
import type { VerbContext } from '../verbs/context.ts';
import type { Keeping } from './keeping.ts';
import { localEditor } from './local-editor.ts';
import { makeQuestions } from './questions.ts';

interface VerbMeans extends Pick<VerbContext, 'evidence' | 'numberOf'> {
  readonly print: (request: DryRunRequest) => void;
  readonly manifest: (globals: Partial<Globals>) => Promise<Manifest | undefined>;
  readonly keeping: Keeping;
}

/** What a verb runs in, for one run of it; a dry run's writes go to `print`. */
export function verbContext(
  live: Live,
  cb: Cb,
  runtime: Runtime,
  run: RunOptions,
  { print, manifest, keeping, ...place }: VerbMeans,
): VerbContext {
  const { prompter, streams } = runtime;
  const { signal, dryRun, isTerminal, note, globals, prompt, isJob } = run;
  const canPrompt = streams.canPrompt && !isJob;
  const writes = { signal, dryRun: dryRun ? print : undefined };
  const ask = makeQuestions({ prompter, streams: { canPrompt } }, { yes: globals.yes === true, dryRun });
  return {
    live,
    cb: dryRun ? createCb({ http: holdingBack(cb.http, print) }) : cb,
    local: runtime.files,
    progress: runtime.progress,
    signal,
    clock: runtime.clock,
    note,
    isTerminal,
    dryRun,
    manifest: () => manifest(globals),
    writes,
    ask,
    isolations: keeping.isolations,
    keeper: keeping.keeper(run, { live, cb: async () => cb, writes }, ask),
    undoing: () => keeping.undoing(run),
    editor: canPrompt ? () => localEditor(runtime) : undefined,
    prompt,
    ...place,
  };
}

/** The same connection, its writes printed: a line of the shell may be a dry run while the shell is none. */
function holdingBack(http: Http, print: (request: DryRunRequest) => void): Http {
  return {
    request: (request) => http.request({ ...request, dryRun: request.dryRun ?? print }),
    close: () => http.close(),
    serverClock: http.serverClock,
  };
}
