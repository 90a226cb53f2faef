import type { RenderOptions } from '../../src/output/drawing.ts';
import type { Rendered } from '../../src/output/endings.ts';
import { renderResult } from '../../src/output/render.ts';
import { plainStyle } from '../../src/output/style.ts';
import type { Sink } from '../../src/ports/streams.ts';
import type { Result } from '../../src/spec/result.ts';

export interface MemorySink extends Sink {
  readonly chunks: readonly Buffer[];
  text(): string;
}

export function memorySink(isTTY = false): MemorySink {
  const chunks: Buffer[] = [];
  return {
    isTTY,
    chunks,
    write: async (chunk) => {
      chunks.push(Buffer.from(chunk as Uint8Array));
    },
    text: () => Buffer.concat(chunks).toString('utf8'),
  };
}

export interface Drawn extends Rendered {
  readonly out: string;
  readonly err: string;
}

/** Renders into memory: to a pipe unless `isTTY` (then both streams are terminals), 80 columns, no colour. */
export async function draw(result: Result, options: Partial<RenderOptions> = {}): Promise<Drawn> {
  const sink = memorySink(options.isTTY);
  const err = memorySink(options.isTTY);
  const rendered = await renderResult(result, optionsFor(sink, err, options));
  return { ...rendered, out: sink.text(), err: err.text() };
}

/** The same for a result that fails: what was written until then, and the error. */
export async function drawFailing(
  result: Result,
  options: Partial<RenderOptions> = {},
): Promise<{ readonly out: string; readonly error: unknown }> {
  const sink = memorySink(options.isTTY);
  const error = await renderResult(result, optionsFor(sink, memorySink(options.isTTY), options)).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return { out: sink.text(), error };
}

export function optionsFor(sink: Sink, err: Sink, options: Partial<RenderOptions> = {}): RenderOptions {
  return {
    sink,
    err,
    style: plainStyle,
    columns: () => 80,
    isTTY: false,
    quiet: false,
    expect: false,
    program: 'cblr',
    ...options,
  };
}
