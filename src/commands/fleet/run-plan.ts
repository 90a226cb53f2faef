import { CbError } from '../../errors/cb-error.ts';
import { checkFiles, copyFiles, keepPlaybook } from '../../fleet/playbook/kept-playbook.ts';
import { type ParamValues, paramValues } from '../../fleet/playbook/param-values.ts';
import type { Playbook } from '../../fleet/playbook/playbook.ts';
import type { RowsByHost } from '../../fleet/playbook/rows-by-host.ts';
import { newRunFolder } from '../../fleet/runs.ts';
import { RunStore } from '../../fleet/store/run-store.ts';
import type { PlaybookRules, RunRules, Step } from '../../fleet/store/run-types.ts';
import type { Targets } from '../../fleet/targets/resolve-targets.ts';
import { maskSecretLine } from '../../text/secret-lines.ts';
import type { CommandContext, ReadPlaybook } from '../context.ts';
import { type OpenedRun, runsPlace } from './opened-run.ts';
import { stepsWords } from './run-words.ts';

/** What a run is to do, before there is one. */
export interface RunPlan {
  readonly steps: readonly Step[];
  /** For people. */
  readonly words: string;
  readonly playbook: PlannedPlaybook | undefined;
}

export interface PlannedPlaybook {
  readonly read: ReadPlaybook;
  readonly values: ParamValues;
}

interface Lines {
  readonly command: string | undefined;
  readonly script: string | undefined;
  readonly playbook: string | undefined;
  readonly set: readonly string[];
}

/** The steps of `-c`, `--script` or `--playbook`, checked. Kind `Usage`. */
export async function runPlanOf(input: Lines, context: CommandContext): Promise<RunPlan> {
  const services = await context.program.fleet();
  if (input.playbook !== undefined) return await playbookPlan(input.playbook, input.set, context);
  if (input.set.length > 0) throw new CbError('Usage', '--set is for --playbook');
  const steps = services.plan(await linesOf(input, context));
  return { steps, words: stepsWords({ steps }), playbook: undefined };
}

async function linesOf({ command, script }: Lines, { runtime, signal }: CommandContext) {
  if (command !== undefined) return [command];
  if (script === undefined) {
    throw new CbError('Usage', 'fleet run needs -c VERBS, --script FILE or --playbook FILE', {
      hint: "-c 'ps; netstat'",
    });
  }
  const { files } = runtime;
  return (await files.readText(files.resolve(script), { signal })).split(/\r?\n/);
}

/** A playbook with the values of its parameters; what it puts is there, and what it was. */
export async function playbookPlan(
  file: string,
  sets: readonly string[],
  { program, runtime, signal, note }: CommandContext,
): Promise<RunPlan> {
  const { files, streams, prompter } = runtime;
  const read = await (await program.fleet()).playbook(file);
  const { playbook, steps } = read;
  for (const each of playbook.notes) note(each);
  const place = { files, stdin: streams.in, prompter, canPrompt: streams.canPrompt, signal };
  const values = await paramValues(playbook, sets, place);
  await checkFiles(playbook, files, signal);
  const words = `playbook "${playbook.name}": ${stepsWords({ steps })}`;
  return { steps, words, playbook: { read, values } };
}

export interface RunDetails {
  readonly rules: RunRules;
  readonly expireMs: number;
  readonly rows: RowsByHost | undefined;
}

/** Makes a run on disk, with all that any process needs to go on with it. Whoever takes it closes its store. */
export async function makeRun(
  { steps, words, playbook }: RunPlan,
  targets: Pick<Targets, 'hosts'>,
  { rules, expireMs, rows }: RunDetails,
  context: CommandContext,
): Promise<OpenedRun> {
  const { runtime, program, signal } = context;
  const cb = await context.cb();
  const { name, url } = await program.profile();
  const nowMs = runtime.clock.now();
  const place = runsPlace(context);
  const { number, folder } = await newRunFolder(place);
  try {
    return { number, store: await madeIn(folder) };
  } catch (error) {
    // What could not be made leaves nothing behind.
    await place.files.remove(folder, { recursive: true });
    throw error;
  }

  async function madeIn(folder: string): Promise<RunStore> {
    if (playbook !== undefined) {
      const { read, values } = playbook;
      const files = await copyFiles(read.playbook, folder, runtime.files, signal);
      const { text } = read;
      const params = Object.fromEntries(values.plain);
      const kept = { file: read.playbook.file, text, params, files, rows: Object.fromEntries(rows ?? []) };
      await keepPlaybook(folder, kept, runtime.files);
    }
    return RunStore.make(
      {
        line: maskSecretLine(words),
        profile: name,
        server: url,
        directory: runtime.files.directory(),
        createdMs: nowMs,
        expiresMs: nowMs + expireMs,
        rules: playbook === undefined ? rules : { ...rules, playbook: playbookRules(playbook.read.playbook) },
        steps,
      },
      targets.hosts,
      { ...place, folder },
      (ms) => cb.http.serverClock.toOursMs(ms),
    );
  }
}

function playbookRules({ name, steps, params }: Playbook): PlaybookRules {
  return {
    name,
    goesOn: steps.filter(({ goesOn }) => goesOn).map(({ number }) => number),
    cleanupFrom: steps.find(({ isCleanup }) => isCleanup)?.number,
    secrets: params.filter(({ isSecret }) => isSecret).map((param) => param.name),
  };
}
