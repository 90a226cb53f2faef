import { CbError, isCbError } from '../errors/cb-error.ts';
import { type ErrorKind, exitCodeOf } from '../errors/exit-codes.ts';
import { escapeJson, escapeMessage } from '../text/escape.ts';
import type { OutputForm, Program } from './drawing.ts';
import { plainStyle, type Style } from './style.ts';

export interface PresentOptions {
  /** In front of the sentence; none inside the shell. */
  readonly program?: Program | undefined;
  readonly mode: OutputForm;
  /** Adds causes and stacks. */
  readonly debug: boolean;
  readonly style?: Style | undefined;
}

const manyErrors = 5;
const manyCauses = 10;
const reportHint = 'this is a fault of the program: please report it, with what --debug shows';

/**
 * An error in words, ending in a line break: `cblr: <what failed>`, then `hint: <what to do>`; with json and ndjson one object on one
 * line. Whatever is thrown has a text; everything in it is escaped.
 */
export function presentError(error: unknown, options: PresentOptions): string {
  return options.mode === 'json' || options.mode === 'ndjson'
    ? asJson(error, options)
    : asWords(error, options);
}

/** The kind that decides the exit code: `Bug` for what is not ours. */
export function kindOf(error: unknown): ErrorKind {
  if (error instanceof CbError) return error.kind;
  if (error instanceof Error && error.name === 'AbortError') return 'Interrupted';
  if (error instanceof AggregateError && error.errors.length > 0) {
    const kinds = new Set(error.errors.map(kindOf));
    const [only] = kinds;
    if (kinds.has('Bug') || only === undefined) return 'Bug';
    return kinds.size === 1 ? only : 'Partial';
  }
  return 'Bug';
}

function asWords(error: unknown, { program, debug, style = plainStyle }: PresentOptions): string {
  const prefix = program === undefined ? '' : `${program}: `;
  const lines = [prefix + style.bad(escapeMessage(sentenceOf(error)))];
  for (const one of listed(error)) lines.push(`  - ${escapeMessage(one)}`);
  const hint = hintOf(error);
  if (hint !== undefined) lines.push(hintLine(hint, style));
  if (debug) lines.push(...debugLines(error).map((line) => style.dim(escapeMessage(line))));
  return `${lines.join('\n')}\n`;
}

function asJson(error: unknown, { debug }: PresentOptions): string {
  const kind = kindOf(error);
  const errors = listed(error);
  const own = {
    kind,
    message: sentenceOf(error),
    hint: hintOf(error),
    exit: exitCodeOf(kind),
    errors: errors.length > 0 ? errors : undefined,
    debug: debug ? debugLines(error) : undefined,
  };
  const context = isCbError(error)
    ? { ...error.context, ...(error.mayBeDone ? { may_be_done: true } : {}) }
    : {};
  // The context cannot say otherwise than the error itself; the spread at the front only gives the order.
  return `${escapeJson(JSON.stringify({ error: { ...own, ...context, ...own } }))}\n`;
}

function sentenceOf(error: unknown): string {
  const kind = kindOf(error);
  if (error instanceof AggregateError) return error.message || `${error.errors.length} failures`;
  if (kind === 'Bug') return `unexpected failure: ${describe(error)}`;
  if (kind === 'Interrupted' && !isCbError(error)) return 'interrupted';
  return isCbError(error) ? error.message : describe(error);
}

/** A hint that stands alone. */
export function presentHint(hint: string): string {
  return `${hintLine(hint, plainStyle)}\n`;
}

function hintLine(hint: string, style: Style): string {
  return style.dim('hint: ') + escapeMessage(hint);
}

/** What can be done about it. */
export function hintOf(error: unknown): string | undefined {
  if (isCbError(error)) return error.hint ?? (error.kind === 'Bug' ? reportHint : undefined);
  if (kindOf(error) === 'Bug') return reportHint;
  // Of several what is said for all of them.
  const [hint, ...others] = error instanceof AggregateError ? new Set(error.errors.map(hintOf)) : [];
  return others.length === 0 ? hint : undefined;
}

function listed(error: unknown): string[] {
  if (!(error instanceof AggregateError)) return [];
  const sentences = error.errors.slice(0, manyErrors).map(sentenceOf);
  const more = error.errors.length - sentences.length;
  return more > 0 ? [...sentences, `and ${more} more`] : sentences;
}

/** The stack of what is not ours, and every cause below. */
function debugLines(error: unknown): string[] {
  const lines: string[] = [];
  const seen = new Set<unknown>();
  let current = error;
  while (current !== undefined && !seen.has(current) && seen.size < manyCauses) {
    if (seen.size > 0) lines.push(`caused by ${describe(current)}`);
    if (current instanceof Error) lines.push(...stackOf(current));
    seen.add(current);
    current = current instanceof Error ? current.cause : undefined;
  }
  return lines;
}

function stackOf(error: Error): string[] {
  const frames = String(error.stack ?? '').split('\n');
  return frames.filter((line) => /^\s+at /.test(line)).map((line) => `  ${line.trim()}`);
}

function describe(error: unknown): string {
  if (error instanceof Error) return error.message === '' ? error.name : `${error.name}: ${error.message}`;
  try {
    return String(error);
  } catch {
    return 'something that has no text';
  }
}
