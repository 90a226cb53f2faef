import { CbError } from '../errors/cb-error.ts';
import type { ErrorKind } from '../errors/exit-codes.ts';
import type { ExitCodeOnSensor, TextResult } from '../spec/result.ts';
import { escapeLine } from '../text/escape.ts';
import type { Drawing } from './drawing.ts';
import { sayTo } from './output-closed.ts';
import { presentError } from './present.ts';

/** What came of a result that was shown. */
export interface Rendered {
  /** How it ended where not well: `NotFound` (with `expect`), `Partial`, or what all rows failed with. Already said on stderr. */
  readonly exitKind?: ErrorKind;
  readonly found: boolean;
  /** Of a program that ran on the sensor. */
  readonly exitCode?: number;
  /** The same where it is not ours. */
  readonly ran?: ExitCodeOnSensor;
}

export async function endText(result: TextResult, drawing: Drawing): Promise<Rendered> {
  const trailer = result.trailer?.();
  if (trailer?.note !== undefined) await note(trailer.note, drawing);
  const { exitCode, ran } = trailer ?? {};
  return {
    found: true,
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(ran === undefined ? {} : { ran }),
  };
}

/** Nothing was found: a note for people, an error where something was expected. */
export async function endEmpty(noun: string, drawing: Drawing, said?: string): Promise<Rendered> {
  const sentence = said ?? `no ${noun} found`;
  if (drawing.expect) {
    await sayError(new CbError('NotFound', sentence), drawing);
    return { found: false, exitKind: 'NotFound' };
  }
  if (drawing.err.isTTY) await note(sentence, drawing);
  return { found: false };
}

/** A line of conversation, behind the results so far. */
export async function note(sentence: string, drawing: Drawing, localFile?: string): Promise<void> {
  if (drawing.quiet || sentence === '') return;
  await drawing.out.flush();
  const text = escapeLine(sentence);
  const { link, err } = drawing;
  const path = localFile === undefined || !err.isTTY ? undefined : escapeLine(localFile);
  const shown =
    path === undefined || link === undefined ? text : text.replace(path, () => link(path, localFile ?? ''));
  await sayTo(err, `${shown}\n`);
}

export async function sayError(error: unknown, drawing: Drawing): Promise<void> {
  const { program, debug = false, mode, errorMode = mode } = drawing;
  await drawing.out.flush();
  await sayTo(drawing.err, presentError(error, { program, mode: errorMode, debug }));
}
