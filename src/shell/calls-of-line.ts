import { CbError } from '../errors/cb-error.ts';
import { effectOfCall, makeCall, type ReadingOptions } from '../run/call.ts';
import { findSpec } from '../spec/registry.ts';
import type { Spec } from '../spec/spec.ts';
import { type ShellWord, tokenise, type VerbStatement } from '../text/tokenise.ts';
import { innerVerb } from './nested-verbs.ts';

export interface LineReading extends Omit<ReadingOptions, 'source'> {
  readonly registry: readonly Spec<never>[];
  /** Writes aliases out. */
  readonly expand: (line: string) => string;
  readonly verbatimAfterDashes: (words: readonly ShellWord[]) => boolean;
}

/** The verbs of a line that do what cannot be undone. */
export function destroyingVerbs(line: string, reading: LineReading): readonly string[] {
  return readVerbs(line, reading).flatMap(({ spec, words, statement }) => {
    const call = makeCall(spec, words, { ...reading, source: statement.source });
    return effectOfCall(call) === 'destroys' && call.globals.dryRun !== true ? [spec.name] : [];
  });
}

/** The last operand of a line, as it is typed there: no option, nor the value of one, nor what a local command is given. */
export function lastOperandOf(line: string, reading: LineReading): string | undefined {
  const operands = readVerbs(line, reading).flatMap(({ spec, words, statement }) => {
    const { scan } = makeCall(spec, words, { ...reading, source: statement.source });
    const last = words.findLast((word) => scan.operands.includes(word) || scan.commandLine.includes(word));
    return last === undefined ? [] : [reading.expand(line).slice(last.start, last.end)];
  });
  return operands.at(-1);
}

interface ReadVerb {
  readonly spec: Spec<never>;
  /** Behind its name. */
  readonly words: readonly ShellWord[];
  readonly statement: VerbStatement;
}

/** The verbs of a line, those that `time` and `watch` run, and that stand behind `@N`, in place of these; none where it cannot be read. */
function readVerbs(line: string, reading: LineReading): readonly ReadVerb[] {
  try {
    return tokenise(reading.expand(line), reading).statements.flatMap((statement) => {
      if (statement.kind !== 'verb') return [];
      const words = innerVerb(statement.words).words ?? [];
      const texts = words.map(({ text }) => text);
      const found = findSpec(reading.registry, texts);
      return found === undefined ? [] : [{ spec: found.spec, words: words.slice(found.used), statement }];
    });
  } catch (error) {
    if (error instanceof CbError) return [];
    throw error;
  }
}
