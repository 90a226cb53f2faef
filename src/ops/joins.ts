import type { Cb } from '../api/client.ts';
import type { ProcessDocument } from '../api/wire/process.ts';
import type { Sensor } from '../api/wire/sensor.ts';
import { isCbError } from '../errors/cb-error.ts';
import { lacksRight } from '../errors/server-fault.ts';
import { onceEach, type Turns } from './at-most.ts';

export type JoinKind = 'sensor' | 'group' | 'binary';

/** What other resources say of a process, by names that are ours or, of a binary, the wire's; what is not known is left out. */
export type Joined = {
  readonly sensor_name?: string;
  readonly sensor_status?: string;
  readonly sensor_os?: string;
  readonly group_name?: string;
  readonly digsig_result?: string;
  readonly digsig_publisher?: string;
  readonly digsig_sign_time?: string;
  /** Whole days between the signature and the start of the process; negative where it was signed later. */
  readonly days_since_signed?: number;
};

export interface JoinOptions {
  readonly turns: Turns;
  readonly signal: AbortSignal;
  readonly note: (text: string) => void;
}

const dayMs = 86_400_000;

export type Joins = (process: ProcessDocument) => Promise<Joined>;

/** Joins processes to sensors, groups and binaries; each of these is asked for once a run. What the server does not know stays blank. */
export function createJoins(cb: Cb, kinds: readonly JoinKind[], { turns, signal, note }: JoinOptions): Joins {
  const refused = new Set<string>();
  const orNothing = async <T>(what: string, asked: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await turns(asked);
    } catch (error) {
      if (isCbError(error, 'NotFound')) return undefined;
      // Who may search processes need not be one who may see groups.
      if (!lacksRight(error)) throw error;
      if (!refused.has(what)) note(`${what} stay blank: the user of this token may not see them`);
      refused.add(what);
      return undefined;
    }
  };
  const sensorOf = onceEach((id: number) => orNothing('sensors', () => cb.sensors.get(id, { signal })));
  const groupOf = onceEach((id: number) =>
    orNothing('sensor groups', async () => (await cb.sensorGroups.get(id, { signal })).name),
  );
  const binaryOf = onceEach((md5: string) =>
    orNothing('binaries', async () => {
      const { signature, publisher, signedMs, wire } = await cb.binaries.summary(md5, { signal });
      return { signature, publisher, signedMs, signedAt: wire['digsig_sign_time'] };
    }),
  );

  async function ofSensor({ sensorId }: ProcessDocument): Promise<Joined> {
    const sensor = sensorId === undefined ? undefined : await sensorOf(sensorId);
    if (sensor === undefined) return {};
    const { name, status, osText } = sensor;
    return { sensor_name: name, sensor_status: status, sensor_os: osText };
  }

  async function ofGroup({ sensorId }: ProcessDocument): Promise<Joined> {
    const sensor: Sensor | undefined = sensorId === undefined ? undefined : await sensorOf(sensorId);
    const name = sensor?.groupId === undefined ? undefined : await groupOf(sensor.groupId);
    return name === undefined ? {} : { group_name: name };
  }

  async function ofBinary({ md5, startMs }: ProcessDocument): Promise<Joined> {
    const binary = md5 === undefined ? undefined : await binaryOf(md5);
    if (binary === undefined) return {};
    const { signature, publisher, signedMs, signedAt } = binary;
    const days =
      startMs === undefined || signedMs === undefined ? undefined : Math.floor((startMs - signedMs) / dayMs);
    return {
      ...(signature === '' ? {} : { digsig_result: signature }),
      ...(publisher === '' ? {} : { digsig_publisher: publisher }),
      ...(typeof signedAt === 'string' ? { digsig_sign_time: signedAt } : {}),
      ...(days === undefined ? {} : { days_since_signed: days }),
    };
  }

  const asks = { sensor: ofSensor, group: ofGroup, binary: ofBinary };
  return async (process) => {
    const parts = await Promise.all(kinds.map((kind) => asks[kind](process)));
    return Object.assign({}, ...parts) as Joined;
  };
}
