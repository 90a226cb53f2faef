export type ColorLevel = 0 | 1 | 2 | 3;
type Env = Readonly<Record<string, string | undefined>>;

/**
 * How many colours a stream may get, in chalk's levels. `FORCE_COLOR` wins over `NO_COLOR` (https://no-color.org), as in Node;
 * without either only a terminal that is not `dumb` gets colours.
 */
export function colorLevelOf(env: Env, isTTY: boolean, platform: NodeJS.Platform): ColorLevel {
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) return forcedLevel(forced);
  if ((env['NO_COLOR'] ?? '') !== '') return 0;
  const term = env['TERM'] ?? '';
  if (!isTTY || term === 'dumb') return 0;
  if (/^(truecolor|24bit)$/.test(env['COLORTERM'] ?? '') || platform === 'win32') return 3;
  return /-256(color)?$/.test(term) ? 2 : 1;
}

function forcedLevel(value: string): ColorLevel {
  if (value === '0' || value === 'false') return 0;
  if (value === '2') return 2;
  return value === '3' ? 3 : 1;
}
