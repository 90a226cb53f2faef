import type { RenderOptions } from '../output/drawing.ts';
import type { Rendered } from '../output/endings.ts';
import { renderResult } from '../output/render.ts';
import type { Shape } from '../output/shaped/shape.ts';
import type { Globals } from '../spec/globals.ts';
import type { Result } from '../spec/result.ts';
import { outputMode } from './presented.ts';

/** Where `--jq` and the like are given: what they make of rows, checked. It costs nothing where they are not. */
export async function shapeIn(globals: Partial<Globals>, now: () => number): Promise<Shape | undefined> {
  const { jq, template, null: zero = false } = globals;
  const output = outputMode(globals);
  if (jq === undefined && template === undefined && !zero && output !== 'yaml') return undefined;
  const { shapeOf } = await import('../output/shaped/shape.ts');
  return await shapeOf({ jq, template, zero, output, now });
}

export async function drawn(
  result: Result,
  options: RenderOptions,
  shape: Shape | undefined,
): Promise<Rendered> {
  if (shape === undefined) return await renderResult(result, options);
  const { renderShaped } = await import('../output/shaped/render-shaped.ts');
  return await renderShaped(result, options, shape);
}
