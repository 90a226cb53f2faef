import type { LocalFiles } from '../ports/local-files.ts';
import type { OwnProcess } from '../ports/own-process.ts';
import type { TimedIsolation, TimedIsolations } from '../ports/timed-isolations.ts';
import { OwnRecords } from './own-records.ts';

/** Where they are asked for: one is ended on the server, and with the profile, that it was made with. */
export interface IsolationOrigin {
  /** Address of the server. */
  readonly server: string;
  readonly profile: string;
  /** Of this computer: who asks for them. */
  readonly user: string;
}

/** `isolation-10-PROFILE.json`, a file for each sensor. */
const fileName = /^isolation-(\d{1,16})-.*\.json$/;

export class KeptIsolations implements TimedIsolations {
  readonly #records: OwnRecords;
  readonly #origin: IsolationOrigin;

  /** `stateFolder` is ours; they lie in a folder below it. */
  constructor(files: LocalFiles, own: Pick<OwnProcess, 'uid'>, stateFolder: string, origin: IsolationOrigin) {
    this.#records = new OwnRecords(files, own, `${stateFolder}/isolations`);
    this.#origin = origin;
  }

  async all(): Promise<readonly TimedIsolation[]> {
    const found = await this.#found();
    return found.flatMap(({ isolation, isHere }) => (isHere ? isolation : []));
  }

  async elsewhere(): Promise<number> {
    return (await this.#found()).filter(({ isHere }) => !isHere).length;
  }

  async unread(): Promise<readonly string[]> {
    const unread = (await this.#all()).filter(({ record }) => isolationOf(record) === undefined);
    const paths = unread.map(async ({ name }) => {
      // Another process may have released it meanwhile.
      const isThere = (await this.#records.modifiedMs(name)) !== undefined;
      return isThere ? [this.#records.pathOf(name)] : [];
    });
    return (await Promise.all(paths)).flat();
  }

  async get(sensorId: number): Promise<TimedIsolation | undefined> {
    return this.#read(await this.#records.read(this.#nameOf(sensorId)));
  }

  async set({ sensorId, host, untilMs }: TimedIsolation): Promise<void> {
    await this.#records.makeFolder();
    const until = new Date(untilMs).toISOString();
    const record = { v: 1, ...this.#origin, sensor_id: sensorId, host, until };
    await this.#records.write(this.#nameOf(sensorId), record, { flush: true });
  }

  async forget(sensorId: number): Promise<void> {
    await this.#records.remove(this.#nameOf(sensorId));
  }

  async #all() {
    const names = (await this.#records.names()).filter((name) => fileName.test(name));
    return await Promise.all(names.map(async (name) => ({ name, record: await this.#records.read(name) })));
  }

  async #found() {
    return (await this.#all()).flatMap(({ record }) => {
      const isolation = isolationOf(record);
      return isolation === undefined ? [] : [{ isolation, isHere: this.#read(record) !== undefined }];
    });
  }

  /** Undefined for what is not of this server and profile. */
  #read(record: unknown): TimedIsolation | undefined {
    const { server, profile } = fieldsOf(record);
    const isHere = server === this.#origin.server && profile === this.#origin.profile;
    return isHere ? isolationOf(record) : undefined;
  }

  #nameOf(sensorId: number): string {
    return `isolation-${sensorId}-${encodeURIComponent(this.#origin.profile).replaceAll('*', '%2A')}.json`;
  }
}

function fieldsOf(record: unknown): Readonly<Record<string, unknown>> {
  return typeof record === 'object' && record !== null ? { ...record } : {};
}

function isolationOf(record: unknown): TimedIsolation | undefined {
  const { v, sensor_id: sensorId, host, until } = fieldsOf(record);
  const untilMs = typeof until === 'string' ? Date.parse(until) : Number.NaN;
  if (v !== 1 || typeof sensorId !== 'number' || Number.isNaN(untilMs)) return undefined;
  return { sensorId, host: String(host), untilMs };
}
