import type { Cb } from '../../api/client.ts';
import type { Sensor } from '../../api/wire/sensor.ts';
import { CbError } from '../../errors/cb-error.ts';
import { atMost, type Turns } from '../../ops/at-most.ts';
import { oneSensor } from '../../ops/one-sensor.ts';
import type { Column, Result, RowOutcome } from '../../spec/result.ts';
import { bulk } from '../../views/bulk-rows.ts';
import type { QueryContext } from '../context.ts';
import { idsOfWords } from '../linked-id.ts';

/** The operand of every command that changes sensors. */
export const sensorsOperand = {
  kind: 'sensor',
  many: true,
  about: 'id, hostname, address or console link; - for stdin',
} as const;

export interface SensorWork {
  /** Past participle: `isolated`. */
  readonly verb: string;
  /** Sees all that were found before one of them is changed; true where that took its time, and they are looked at again. */
  before?(sensors: readonly Sensor[], cb: Cb): Promise<boolean>;
  /** Changes one sensor, which has just been read. */
  act(sensor: Sensor, tools: SensorTools): Promise<SensorEnd>;
  /** All may be under way at once, as they mostly wait; their requests take turns. */
  readonly waits?: boolean;
}

export interface SensorTools {
  readonly cb: Cb;
  readonly turns: Turns;
  readonly signal: AbortSignal;
}

export interface SensorEnd {
  /** As it is now. */
  readonly sensor: Sensor;
  readonly outcome: RowOutcome;
  readonly detail?: string;
}

interface Target {
  readonly typed: string;
  /** Once it has been found. */
  sensor: Sensor | undefined;
  /** Why it was not, where it was looked for before. */
  readonly failure?: unknown;
}

/** Does the same to each sensor that was named, through `bulk`. One that is not found is a failure of its own row. */
export async function eachSensor(
  words: readonly string[],
  work: SensorWork,
  context: QueryContext,
): Promise<Result> {
  const cb = await context.cb();
  const turns = atMost(8);
  const typed = new Set(await idsOfWords(words, 'sensor', context));
  const unseen = [...typed].map((word): Target => ({ typed: word, sensor: undefined }));
  const items =
    work.before === undefined ? unseen : await lookAhead(unseen, work.before, { cb, turns, context });
  return bulk(
    {
      items,
      verb: work.verb,
      noun: 'sensors',
      columns,
      ...(work.waits === true ? { atMost: Math.max(8, items.length) } : {}),
      async act(target, signal) {
        if (target.failure !== undefined) throw target.failure;
        const sensor = target.sensor ?? (await turns(() => oneSensor(cb, target.typed, signal)));
        target.sensor = sensor;
        const end = await work.act(sensor, { cb, turns, signal });
        target.sensor = end.sensor;
        return { outcome: end.outcome, detail: end.detail };
      },
    },
    context,
  );
}

/** Finds the sensors; what was found is what is changed later. What is not found fails as a row of its own. */
async function lookAhead(
  items: readonly Target[],
  before: NonNullable<SensorWork['before']>,
  { cb, turns, context: { signal } }: { cb: Cb; turns: Turns; context: QueryContext },
): Promise<readonly Target[]> {
  const found = await Promise.all(
    items.map(({ typed }) =>
      turns(() => oneSensor(cb, typed, signal)).then(
        (sensor): Target => ({ typed, sensor }),
        (failure: unknown): Target => ({ typed, sensor: undefined, failure }),
      ),
    ),
  );
  signal.throwIfAborted();
  const sensors = found.flatMap(({ sensor }) => sensor ?? []);
  const mustLookAgain = await before(sensors, cb);
  if (!mustLookAgain) return found;
  return found.map((target) =>
    target.sensor === undefined ? target : { typed: String(target.sensor.id), sensor: undefined },
  );
}

/**
 * For what the server shows no longer just after it took it: the sensor did it at a check-in since then. Kind `CommandFailed` where there
 * was none.
 */
export function mustHaveCheckedIn(before: Sensor, now: Sensor, field: string): void {
  if (now.lastCheckInMs !== before.lastCheckInMs) return;
  throw new CbError(
    'CommandFailed',
    `the server took the request and shows nothing of it: ${field} of sensor ${now.id} (${now.name})`,
    { hint: 'its version may not know it; --debug shows the requests', context: { sensor_id: now.id } },
  );
}

const columns: readonly Column<Target>[] = [
  {
    field: 'id',
    head: 'id',
    of: ({ sensor, typed }) => sensor?.id ?? (/^\d{1,9}$/.test(typed) ? Number(typed) : undefined),
    align: 'right',
  },
  {
    field: 'computer_name',
    head: 'hostname',
    of: ({ sensor, typed }) => sensor?.name ?? (/^\d{1,9}$/.test(typed) ? undefined : typed),
    style: () => 'name',
    firm: true,
  },
  { field: 'group_id', head: 'group', of: ({ sensor }) => sensor?.groupId, wide: 'data' },
  {
    field: 'network_isolation_enabled',
    head: 'isolation wanted',
    of: ({ sensor }) => sensor?.isolationWanted,
    wide: 'data',
  },
  { field: 'is_isolating', head: 'isolated', of: ({ sensor }) => sensor?.isIsolated, wide: 'data' },
];
