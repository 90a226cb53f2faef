import { CbError } from '../../errors/cb-error.ts';
import type { Result } from '../../spec/result.ts';
import { escapeText } from '../../text/escape.ts';
import type { RenderOptions } from '../drawing.ts';
import type { Rendered } from '../endings.ts';
import { isOutputClosed, sayTo, writeTo } from '../output-closed.ts';
import { presentError } from '../present.ts';
import { renderResult } from '../render.ts';
import { RowLines } from './row-lines.ts';
import { isListResult, type Shape } from './shape.ts';
import type { RowFailure } from './shaper.ts';

/** An expression is set up anew for each call: of so many bytes that takes a tenth of the time. */
const batchLength = 1024 * 1024;
/** Of rows that an expression fails with. */
const mostTold = 5;

/** As `renderResult`, with what the shape makes of each row. Takes constant memory but for the longest row. */
export async function renderShaped(result: Result, options: RenderOptions, shape: Shape): Promise<Rendered> {
  const into = result.type === 'rows' ? result.into : undefined;
  const isTTY = options.isTTY && into === undefined;
  const target = into === undefined ? options.sink : { isTTY: false, write: into.write };
  const shaper = await shape.shaper({ isTTY, isList: isListResult(result) });
  const lines = new RowLines();
  let rows = 0;
  let failures = 0;

  const tell = async ({ row, message }: RowFailure): Promise<void> => {
    failures += 1;
    if (failures > mostTold) return;
    const { program, debug = false } = options;
    const error = new CbError('Partial', `${shape.option}: row ${rows + row}: ${message}`);
    await sayTo(options.err, presentError(error, { program, mode: options.errorMode ?? 'table', debug }));
  };
  const write = async (chunk: string | Uint8Array): Promise<void> => {
    const whole = lines.add(chunk);
    if (whole === '') return;
    const { text, failed, said } = shaper.write(whole);
    if (text !== '') await writeTo(target, text);
    if (said !== '') await sayTo(options.err, `${escapeText(said).trimEnd()}\n`);
    for (const each of failed) await tell(each);
    rows += countLines(whole);
  };
  let isEnded = false;
  const end = async (): Promise<void> => {
    if (isEnded) return;
    isEnded = true;
    const text = shaper.end();
    if (text !== '') await writeTo(target, text);
    if (failures > mostTold)
      await sayTo(options.err, `${shape.option}: ${failures - mostTold} more rows failed\n`);
  };

  const sink = { isTTY: false, write };
  const shown = into === undefined ? result : { ...result, into: { ...into, write } };
  const errorMode = options.errorMode ?? 'table';
  const how = {
    ...options,
    sink,
    isTTY: false,
    mode: 'ndjson',
    errorMode,
    batchLength,
    afterRows: end,
  } as const;
  try {
    const rendered = await renderResult(shown as Result, how);
    await end();
    return failures === 0 ? rendered : { ...rendered, exitKind: 'Partial' };
  } catch (error) {
    // What is there of a list is closed, as json closes it.
    if (!isOutputClosed(error) && rows > 0) await end();
    throw error;
  }
}

function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
