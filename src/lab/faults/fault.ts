/** Faults on demand, by name (docs/lab.md). */
export const faultUsage = {
  'live-response-off': 'live-response-off',
  'no-slot': 'no-slot[=CODE[:P]]',
  'json-404': 'json-404',
  latency: 'latency=MS',
  drop: 'drop=P',
  status: 'status=CODE[:P]',
  truncate: 'truncate=P',
  garbage: 'garbage=P',
  'session-lost': 'session-lost[=N]',
  'session-inactive': 'session-inactive',
  'slow-body': 'slow-body=BYTES/S',
  'clock-skew': 'clock-skew=S',
  incomplete: 'incomplete',
  'sensor-silent': 'sensor-silent',
  'alert-500': 'alert-500[=P]',
  'alert-lag': 'alert-lag=SECONDS',
} as const;

export type FaultName = keyof typeof faultUsage;

export interface Fault {
  readonly name: FaultName;
  /** As written, `NAME` or `NAME=VALUE`. */
  readonly text: string;
  /** Status code, milliseconds, seconds, bytes a second or requests, by fault; undefined when none was given. */
  readonly amount: number | undefined;
  /** The share of requests it strikes. */
  readonly share: number;
}

/** @throws Error that says what is wrong with the text, and which faults there are. */
export function parseFault(text: string): Fault {
  const trimmed = text.trim();
  const at = trimmed.indexOf('=');
  const name = at < 0 ? trimmed : trimmed.slice(0, at);
  const value = at < 0 ? undefined : trimmed.slice(at + 1);
  if (!isFaultName(name)) {
    throw new Error(
      `unknown fault ${JSON.stringify(name)}; there are: ${Object.values(faultUsage).join(', ')}`,
    );
  }
  const wrong = () => new Error(`fault ${JSON.stringify(trimmed)} is not of the form ${faultUsage[name]}`);
  const fault = (amount: number | undefined, share = 1): Fault => ({ name, text: trimmed, amount, share });

  switch (name) {
    case 'live-response-off':
    case 'json-404':
    case 'incomplete':
    case 'sensor-silent':
    case 'session-inactive':
      if (value !== undefined) throw wrong();
      return fault(undefined);
    case 'no-slot': {
      if (value === undefined) return fault(undefined);
      const [code, share] = value.split(':');
      return fault(number(code, 400, 599, true, wrong), shareOf(share, wrong));
    }
    case 'session-lost':
      return fault(value === undefined ? undefined : number(value, 1, 1e9, true, wrong));
    case 'alert-500':
      return fault(undefined, value === undefined ? 1 : number(value, 0, 1, false, wrong));
    case 'alert-lag':
      return fault(number(value, 0, 3600, false, wrong));
    case 'latency':
      return fault(number(value, 0, 3_600_000, false, wrong));
    case 'slow-body':
      return fault(number(value?.replace(/\/s$/i, ''), 1, 1e12, false, wrong));
    case 'clock-skew':
      return fault(number(value, -1e10, 1e10, false, wrong));
    case 'drop':
    case 'truncate':
    case 'garbage':
      return fault(undefined, number(value, 0, 1, false, wrong));
    case 'status': {
      const [code, share] = (value ?? '').split(':');
      return fault(number(code, 200, 599, true, wrong), shareOf(share, wrong));
    }
  }
}

function isFaultName(name: string): name is FaultName {
  return Object.hasOwn(faultUsage, name);
}

/** Always, where none is said. */
function shareOf(text: string | undefined, wrong: () => Error): number {
  return text === undefined ? 1 : number(text, 0, 1, false, wrong);
}

function number(
  text: string | undefined,
  min: number,
  max: number,
  whole: boolean,
  wrong: () => Error,
): number {
  const value = text === undefined || text.trim() === '' ? Number.NaN : Number(text);
  if (!(value >= min && value <= max) || (whole && !Number.isInteger(value))) throw wrong();
  return value;
}
