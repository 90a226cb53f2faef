import { CbError } from '../../errors/cb-error.ts';
import type { HostAnswer } from '../../fleet/fold/fold-step.ts';
import {
  evaluate,
  isPlayTrue,
  type Names,
  type PlayValue,
  playItems,
  StepResult,
} from '../../fleet/playbook/evaluate.ts';
import type { KeptPlaybook } from '../../fleet/playbook/kept-playbook.ts';
import type { Playbook, PlayStep } from '../../fleet/playbook/playbook.ts';
import { type FilledWord, fillWord } from '../../fleet/playbook/template.ts';
import type { RunHost, Step } from '../../fleet/store/run-types.ts';
import { type Call, effectOfCall } from '../../run/call.ts';
import type { VerbContext } from '../../verbs/context.ts';
import { maskingOf } from './masking.ts';
import { callOfStep, callOfWords, mustFitRun } from './plan-steps.ts';
import { mustNotBeWorse, verbWords } from './playbook-words.ts';

export interface PlaybookRun {
  readonly playbook: Playbook;
  readonly kept: KeptPlaybook;
  /** Of the run. */
  readonly folder: string;
  readonly secrets: ReadonlyMap<string, string>;
  /** What a step gave on a host before. */
  answerOf(host: number, step: number): Promise<HostAnswer | undefined>;
}

export type StepCalls =
  | { readonly calls: readonly Call<VerbContext>[] }
  /** Nothing is to be done on this host, and why. */
  | { readonly skipped: string };

/** So many times a step is done on one host. */
const mostItems = 1000;

/** What a step means on one host: its verb with the values that are known there by now. Kind `Usage` for what they do not allow. */
export async function callsOfStep(step: Step, host: RunHost, filling: Filling): Promise<StepCalls> {
  const { run } = filling;
  const own = run.playbook.steps[step.number - 1];
  if (own === undefined) throw new CbError('Config', `the playbook of the run has no step ${step.number}`);
  const names = await namesOn(host, own, run);
  const items = own.forEach === undefined ? [undefined] : playItems(evaluate(own.forEach.expression, names));
  if (items.length > mostItems)
    throw new CbError('Usage', `for-each gives ${items.length} items, and ${mostItems} are done at most`);
  const calls: Call<VerbContext>[] = [];
  let unmet: string | undefined;
  for (const item of items) {
    const all = item === undefined ? names : new Map([...names, ['item', item] as const]);
    if (own.when !== undefined && !isPlayTrue(evaluate(own.when.expression, all)))
      unmet ??= `not met: ${own.when.source}`;
    else {
      const call = callWith(own, all, filling);
      if (call === undefined) unmet ??= 'a value is empty';
      else {
        mustFitRun(call, step.number);
        mustNotBeWorse(own, step.effect, effectOfCall(call));
        calls.push(call);
      }
    }
  }
  mustStayApart(calls);
  if (calls.length > 0) return { calls };
  return { skipped: unmet ?? 'nothing to do here: for-each gives none' };
}

/** Files that several items fetch lie in one folder: the second must not replace the first. */
function mustStayApart(calls: readonly Call<VerbContext>[]): void {
  const seen = new Set<string>();
  for (const { spec, parsed } of calls) {
    if (parsed instanceof CbError || spec.name !== 'get' || parsed.input['local'] !== undefined) continue;
    const { remote } = parsed.input as { readonly remote?: { readonly typed: string } };
    const name = (remote?.typed.split(/[\\/]/).at(-1) ?? '').toLowerCase();
    if (seen.has(name)) {
      throw new CbError('Usage', `two files are called ${name}, and one would replace the other`, {
        hint: 'local: names another place for each',
      });
    }
    seen.add(name);
  }
}

async function namesOn(host: RunHost, own: PlayStep, run: PlaybookRun): Promise<Names> {
  const { playbook, kept, secrets, folder } = run;
  const names = new Map<string, PlayValue>([
    ['host', { id: host.id, name: host.name, os: host.os, group: host.groupId ?? null }],
    ['os', host.os],
    ...['windows', 'linux', 'macos'].map((name) => [name, name] as const),
    ['rows', kept.rows[host.id] ?? []],
    [
      'files',
      Object.fromEntries(Object.entries(kept.files).map(([name, { path }]) => [name, `${folder}/${path}`])),
    ],
    ...Object.entries(kept.params),
    ...secrets,
  ]);
  for (const step of playbook.steps) {
    if (step.number >= own.number || step.register === undefined) continue;
    const answer = await run.answerOf(host.id, step.number);
    names.set(step.register, resultOf(answer));
  }
  return names;
}

/** Behind a step that failed, one that was not reached counts as left out. */
function resultOf(answer: HostAnswer | undefined): StepResult {
  if (answer === undefined || answer.state === 'skipped') return new StepResult('skipped', []);
  return new StepResult(answer.state === 'done' ? 'done' : 'failed', answer.rows as readonly PlayValue[]);
}

interface Filling {
  readonly run: PlaybookRun;
  readonly style: 'windows' | 'unix';
  readonly nowMs: number;
  readonly again: 'force' | 'resume';
}

/** Undefined where a list that is to give words gives none. */
function callWith(
  step: PlayStep,
  names: Names,
  { run, style, nowMs, again }: Filling,
): Call<VerbContext> | undefined {
  if (step.source !== undefined) return callOfStep(step.source, nowMs, again);
  const { spec, words: templates } = verbWords(step);
  const free = new Set(run.playbook.params.filter(({ type }) => type === 'path').map(({ name }) => name));
  const words: FilledWord[] = [];
  for (const template of templates) {
    const filled = fillWord(template, { names, free });
    if (filled.length === 0) return undefined;
    words.push(...filled);
  }
  const kinds = Object.values(spec.operands).map(({ kind }) => kind);
  const rules = {
    isPlainOnly: style === 'windows' && kinds.some((kind) => kind === 'remoteGlob' || kind === 'itemGlob'),
    isProcess: kinds.includes('process'),
    isLine: run.playbook.isIni && spec.name === 'exec',
  };
  for (const word of words) mustBeOneWord(word, rules);
  const call = callOfWords(spec, words, nowMs, { again });
  return { ...call, typed: maskingOf(run.secrets.values())?.text(call.typed) ?? call.typed };
}

interface WordRules {
  readonly isPlainOnly: boolean;
  readonly isProcess: boolean;
  readonly isLine: boolean;
}

/** What a sensor said must mean itself: a name alone behind a separator, no wildcard, no pid in place of a name. */
function mustBeOneWord({ text, values }: FilledWord, { isPlainOnly, isProcess, isLine }: WordRules): void {
  for (const { from, to, isFree, isNumber } of values) {
    const value = text.slice(from, to);
    if (isLine && /["&|<>^%!\p{Cc}]/u.test(value))
      throw new CbError('Usage', `"${value}" would be read as more than a word of its command line`);
    if (isFree) continue;
    if (from > 0 && /[\\/]/.test(text.charAt(from - 1)) && (/[\\/]/.test(value) || /^\.{1,2}$/.test(value))) {
      throw new CbError('Usage', `"${value}" is no name alone`, {
        hint: 'a parameter of type path may be more',
      });
    }
    if (isPlainOnly && /[*?]/.test(value))
      throw new CbError('Usage', `"${value}" holds a wildcard, which no name on Windows holds`);
    if (isProcess && !isNumber && from === 0 && to === text.length && /^\d+$/.test(value))
      throw new CbError('Usage', `a process named "${value}" would be taken for a pid`);
  }
}
