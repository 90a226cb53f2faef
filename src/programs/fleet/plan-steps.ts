import { CbError } from '../../errors/cb-error.ts';
import type { Step } from '../../fleet/store/run-types.ts';
import { type Call, effectOfCall, makeCall } from '../../run/call.ts';
import { shellGlobals } from '../../shell/shell-globals.ts';
import { findSpec, unknownSpec } from '../../spec/registry.ts';
import type { ParsedWord } from '../../spec/scan-words.ts';
import type { Spec } from '../../spec/spec.ts';
import { verbatimAfterDashes } from '../../spec/verbatim.ts';
import { tokenise, type VerbStatement } from '../../text/tokenise.ts';
import { cd } from '../../verbs/cd.ts';
import type { VerbContext } from '../../verbs/context.ts';
import { verbs } from '../../verbs/index.ts';

/** They read a file of this computer, which is looked for where the run was made. */
const readsLocal: ReadonlySet<string> = new Set(['put', 'run', 'reg import', 'ps']);

/** They fetch files. */
const fetches: ReadonlySet<string> = new Set(['get', 'files get', 'archive']);

/** They make sense only where somebody sits in front of one sensor. */
const forOne: ReadonlySet<string> = new Set(['edit', 'view', 'mirror', 'memdump', 'snap']);

/** The steps of lines of verbs, checked: what is wrong with one of them is told before anything is sent. Kind `Usage`. */
export function planSteps(lines: readonly string[], nowMs: number): readonly Step[] {
  const steps: Step[] = [];
  for (const line of lines) {
    if (line.trim() === '' || line.trimStart().startsWith('#')) continue;
    for (const text of statementsOf(line)) steps.push(planStep(text, steps.length + 1, nowMs));
  }
  if (steps.length === 0) throw new CbError('Usage', 'there is no step to run');
  return steps;
}

/**
 * The call that a step is. It may be done again, after a crash or by `retry`: what it fetched before into the folder of its host is fetched
 * anew (`force`); in a case nothing is replaced, and a fetch that broke off goes on (`resume`).
 */
export function callOfStep(
  line: string,
  nowMs: number,
  again: 'force' | 'resume' = 'force',
): Call<VerbContext> {
  const { words, source } = stepsIn(line)[0]?.verb ?? noVerb(line);
  const texts = words.map(({ text }) => text);
  const found = findSpec(verbs, texts);
  if (found === undefined) throw unknownSpec(verbs, texts, { noun: 'verb' });
  return callOfWords(found.spec, words.slice(found.used), nowMs, { source, start: words[0]?.start, again });
}

/** The same of a verb and its words; without a line each word is one, whatever it holds. */
export function callOfWords(
  spec: Spec<VerbContext>,
  words: readonly ParsedWord[],
  nowMs: number,
  {
    again = 'force',
    ...line
  }: {
    readonly source?: string;
    readonly start?: number | undefined;
    readonly again?: 'force' | 'resume';
  } = {},
): Call<VerbContext> {
  const globals = { yes: true, output: 'ndjson' } as const;
  const call = makeCall(spec, words, { globals, globalOptions: shellGlobals, now: nowMs, ...line });
  const { parsed } = call;
  const isFetch = fetches.has(spec.name) && again in spec.options;
  const fetched =
    isFetch && !(parsed instanceof CbError)
      ? { ...parsed, input: { ...parsed.input, [again]: true } }
      : parsed;
  return { ...call, parsed: fetched, globals: { ...call.globals, ...globals, json: false } };
}

/** Where on its host a step is done: the call of `cd` in front of it; undefined for where a session begins. */
export function folderCallOf(line: string, nowMs: number): Call<VerbContext> | undefined {
  const folder = stepsIn(line)[0]?.folder;
  if (folder === undefined) return undefined;
  const options = { source: folder.source, start: folder.words[0]?.start };
  return callOfWords(cd, folder.words.slice(1), nowMs, options);
}

/** A step brings files of its hosts. */
export function fetchesFiles({ verb }: Pick<Step, 'verb'>): boolean {
  return fetches.has(verb);
}

/** Where a step looks for local files and puts them. */
export function readsLocalFiles({ verb }: Pick<Step, 'verb'>): boolean {
  return readsLocal.has(verb);
}

/** The file of this computer that a step takes to its hosts; undefined where it takes none. */
export function localFileOf({ line, verb }: Pick<Step, 'line' | 'verb'>, nowMs: number): string | undefined {
  if (!readsLocal.has(verb)) return undefined;
  const { spec, parsed } = callOfStep(line, nowMs);
  if (parsed instanceof CbError) return undefined;
  return [...Object.entries(spec.operands), ...Object.entries(spec.options)]
    .flatMap(([key, param]) => (param.kind === 'localPath' ? [parsed.input[key]].flat() : []))
    .find((value) => typeof value === 'string');
}

function planStep(line: string, number: number, nowMs: number): Step {
  const call = callOfStep(line, nowMs);
  mustFitRun(call, number);
  const effect = effectOfCall(call);
  const isOne = effect !== 'reads' && isOneWrite(call);
  return { number, line, verb: call.spec.name, effect, isOneWrite: isOne };
}

/** Kind `Usage` for what cannot be a step. */
export function mustFitRun(call: Call<VerbContext>, number: number): void {
  const { spec, parsed, scan } = call;
  if (parsed instanceof CbError) throw parsed.reworded({ message: `step ${number}: ${parsed.message}` });
  const given = new Set(scan.occurrences.filter(({ entry }) => entry.isGlobal).map(({ entry }) => entry.key));
  const odd = ['output', 'json', 'jq', 'template', 'null', 'dryRun', 'help', 'expect', 'bom'].find((key) =>
    given.has(key),
  );
  const name = odd === 'dryRun' ? '--dry-run' : `--${odd}`;
  if (odd !== undefined)
    throw new CbError('Usage', `step ${number}: ${name} belongs to the run, not to a step`);
  if (!isForRun(spec))
    throw new CbError('Usage', `step ${number}: ${spec.name} is for a shell on one sensor, not for a run`);
  refuseElsewhere(call, number);
}

/** False for verbs of a shell on one sensor. */
export function isForRun({ shellOnly, session, name }: Spec<VerbContext>): boolean {
  return shellOnly !== true && session !== 'attaches' && !forOne.has(name);
}

/** What is fetched lies below the folder of the run, host by host: at one place of this computer they would meet. */
function refuseElsewhere({ spec, parsed }: Call<VerbContext>, number: number): void {
  if (parsed instanceof CbError || readsLocal.has(spec.name)) return;
  for (const [key, param] of [...Object.entries(spec.operands), ...Object.entries(spec.options)]) {
    const value = parsed.input[key];
    if (param.kind !== 'localPath' || typeof value !== 'string') continue;
    if (!/^(?:[/\\~]|[a-z]:)|(?:^|[/\\])\.\.(?:[/\\]|$)/i.test(value)) continue;
    throw new CbError('Usage', `step ${number}: ${value} would be one place for all hosts`, {
      hint: 'a relative path lies below the folder of the run, in one folder for each host',
    });
  }
}

/** Of these one command object is all that it writes, where one thing alone is named. */
const writesOnce: ReadonlySet<string> = new Set(['mkdir', 'kill', 'reg set', 'reg create', 'rm']);

/** Of a call that writes. */
export function isOneWrite({ spec, parsed }: Call<VerbContext>): boolean {
  if (parsed instanceof CbError || !writesOnce.has(spec.name)) return false;
  const flags = Object.entries(spec.options).filter(([key]) => {
    const value = parsed.input[key];
    return value !== undefined && value !== false && key !== 'type' && key !== 'data' && key !== 'force';
  });
  if (flags.length > 0) return false;
  const words = Object.entries(spec.operands).flatMap(([key]) => [parsed.input[key]].flat());
  const [only] = words;
  if (words.length !== 1) return false;
  const text =
    typeof only === 'object' && only !== null && 'typed' in only ? String(only.typed) : String(only);
  return !/[*?[{]/.test(text) && !(spec.name === 'kill' && !/^\d+$/.test(text));
}

function statementsIn(line: string) {
  return tokenise(line, { verbatimAfterDashes: verbatimAfterDashes(verbs, shellGlobals) }).statements;
}

/** A verb, and the `cd` that stands in front of it. */
interface StepWords {
  readonly verb: VerbStatement;
  readonly folder: VerbStatement | undefined;
}

function stepsIn(line: string): readonly StepWords[] {
  const steps: StepWords[] = [];
  let folder: VerbStatement | undefined;
  for (const statement of statementsIn(line)) {
    const isFolder =
      folder === undefined && statement.kind === 'verb' && statement.joint === '&&' && isCd(statement);
    if (isFolder) folder = plainVerb({ ...statement, joint: undefined }, line);
    else {
      steps.push({ verb: plainVerb(statement, line), folder });
      folder = undefined;
    }
  }
  return steps;
}

function isCd({ words }: VerbStatement): boolean {
  const [name = ''] = words.map(({ text }) => text);
  return findSpec([cd], [name]) !== undefined && words.length === 2;
}

/** The exact text of each. */
function statementsOf(line: string): readonly string[] {
  return stepsIn(line).map(({ verb, folder }) => verb.source.slice((folder ?? verb).words[0]?.start));
}

function plainVerb(
  statement: (Omit<VerbStatement, 'joint'> & { readonly joint?: unknown }) | { readonly kind: 'local' },
  line: string,
): VerbStatement {
  if (statement.kind === 'verb') {
    const { joint, ...verb } = statement;
    const isPlain =
      verb.pipe === undefined &&
      verb.redirect === undefined &&
      joint === undefined &&
      verb.isJob === undefined;
    if (isPlain) return verb;
  }
  return noVerb(line);
}

function noVerb(line: string): never {
  throw new CbError('Usage', `a step is a verb alone: ${line.trim()}`, {
    hint: 'without | > && || ! and &, but for cd FOLDER && VERB: cblr fleet results gives what came of it',
  });
}
