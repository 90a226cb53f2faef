import { CbError, isCbError } from '../../errors/cb-error.ts';
import { refuse } from '../../fleet/playbook/check-names.ts';
import type { Playbook, PlayStep } from '../../fleet/playbook/playbook.ts';
import { holdsValue, templateText, type WordTemplate } from '../../fleet/playbook/template.ts';
import type { Step } from '../../fleet/store/run-types.ts';
import { type Call, effectOfCall } from '../../run/call.ts';
import type { ParsedWord } from '../../spec/scan-words.ts';
import type { Spec } from '../../spec/spec.ts';
import { quoteWord } from '../../text/quote.ts';
import type { VerbContext } from '../../verbs/context.ts';
import { callOfStep, callOfWords, isOneWrite, mustFitRun, readsLocalFiles } from './plan-steps.ts';
import { mustKeepApart, verbWords } from './playbook-words.ts';

/** The steps of a playbook, checked with something in place of each value. Kind `Usage` at the place of what is wrong. */
export function planPlaybook(playbook: Playbook, nowMs: number): readonly Step[] {
  return playbook.steps.map((step): Step => {
    const call = probe(step, playbook, nowMs);
    mustReadOwnFiles(step, call, playbook);
    const { spec } = call;
    const effect = effectOfCall(call);
    const isPlain = step.forEach === undefined && !step.words.some(holdsValue);
    return {
      number: step.number,
      line: lineOfStep(step),
      verb: spec.name,
      effect,
      isOneWrite: effect !== 'reads' && isPlain && isOneWrite(call),
    };
  });
}

/** As people read it, with its values by their names. */
function lineOfStep(step: PlayStep): string {
  if (step.source !== undefined) return step.source;
  const { spec, words } = verbWords(step);
  return [spec.name, ...words.map(shownWord)].join(' ');
}

function shownWord(word: WordTemplate): string {
  const text = templateText(word);
  const isValue = holdsValue(word) && (word.pieces.length === 1 || !/\s/.test(text));
  const isOption = !word.isQuoted && /^-\S*$/.test(text);
  return isValue || isOption ? text : quoteWord(text);
}

/** Stands for a file of the playbook. */
const fileProbe = '/file-of-the-playbook-';

function probe(step: PlayStep, { isIni }: Playbook, nowMs: number): Call<VerbContext> {
  if (step.source !== undefined) return checked(step, callOfStep(step.source, nowMs));
  const { spec, words } = verbWords(step);
  let failure: CbError | undefined;
  // A value may be anything that its place takes.
  for (const value of ['1', '1s', ...choicesOf(spec)]) {
    const call = callOfWords(
      spec,
      words.map((word) => probeWord(word, value)),
      nowMs,
    );
    if (call.parsed instanceof CbError) failure ??= call.parsed;
    else {
      const line = words.slice(words.length - call.scan.commandLine.length);
      const isVerbatim = isIni && line.length === 1;
      if (call.scan.commandLine.length > 0 && spec.name === 'exec' && !isVerbatim)
        mustKeepApart(step, line, call.parsed.input['powershell'] === true);
      return checked(step, call);
    }
    if (!words.some(holdsValue)) break;
  }
  return refuse(step, failure?.message ?? `${spec.name} cannot be read`, failure?.hint);
}

function choicesOf({ operands, options }: Spec<VerbContext>): readonly string[] {
  const all = [...Object.values(operands), ...Object.values(options)];
  return [...new Set(all.flatMap(({ choices = [] }) => choices))];
}

function probeWord(word: WordTemplate, value: string): ParsedWord {
  const text = word.pieces
    .map((piece) =>
      piece.kind === 'text'
        ? piece.text
        : piece.source.startsWith('files.')
          ? fileProbe + piece.source
          : value,
    )
    .join('');
  return { text, quoted: word.isQuoted || word.pieces[0]?.kind === 'value' };
}

function checked(step: PlayStep, call: Call<VerbContext>): Call<VerbContext> {
  try {
    mustFitRun(call, step.number);
    return call;
  } catch (error) {
    if (!isCbError(error)) throw error;
    return refuse(step, error.message.replace(/^step \d+: /, ''), error.hint);
  }
}

/** What goes to a sensor from this computer stands below `files:`, with its hash; and what stands there is for that alone. */
function mustReadOwnFiles(step: PlayStep, { spec, parsed }: Call<VerbContext>, { files }: Playbook): void {
  if (parsed instanceof CbError) return;
  const reads = readsLocalFiles({ verb: spec.name });
  for (const [key, param] of [...Object.entries(spec.operands), ...Object.entries(spec.options)]) {
    const value = parsed.input[key];
    if (typeof value !== 'string') continue;
    const isOwn = value.startsWith(fileProbe);
    if (isOwn && !(reads && param.kind === 'localPath'))
      refuse(step, `${spec.name} puts no file on a sensor`);
    if (!isOwn && reads && param.kind === 'localPath') {
      const known = files.length === 0 ? '' : `; known: ${files.map(({ name }) => name).join(', ')}`;
      refuse(
        step,
        `${value} is a file of this computer`,
        `name it below files: with its sha256, and here as \${files.NAME}${known}`,
      );
    }
  }
}
