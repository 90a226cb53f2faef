import { OwnRecords } from '../own/own-records.ts';
import type { LocalFiles } from '../ports/local-files.ts';
import type { OwnProcess } from '../ports/own-process.ts';

/** A case that was opened here once, and where its folder was then. */
export interface RegisteredCase {
  readonly id: string;
  readonly name: string;
  readonly path: string;
}

/** Below the state folder: a record for each case, and for each profile which one is open. */
export class CaseRegister {
  readonly #records: OwnRecords;

  constructor(files: LocalFiles, own: Pick<OwnProcess, 'uid'>, stateFolder: string) {
    this.#records = new OwnRecords(files, own, `${stateFolder}/cases`);
  }

  /** False where none was ever opened here: then nobody need be asked for the name of the profile. */
  async isUsed(): Promise<boolean> {
    return (await this.#records.names()).length > 0;
  }

  async all(): Promise<readonly RegisteredCase[]> {
    const names = (await this.#records.names()).filter((name) => /^case-[0-9a-f]{12}\.json$/.test(name));
    const found = await Promise.all(names.map((name) => this.#read(name)));
    return found.filter((each) => each !== undefined);
  }

  byId(id: string): Promise<RegisteredCase | undefined> {
    return this.#read(`${id}.json`);
  }

  async remember({ id, name, path }: RegisteredCase): Promise<void> {
    await this.#records.makeFolder();
    await this.#records.write(`${id}.json`, { id, name, path });
  }

  /** Id of the case that is open for a profile. */
  async open(profile: string): Promise<string | undefined> {
    const record = await this.#records.read(openName(profile));
    const id = record !== null && typeof record === 'object' && 'id' in record ? record.id : undefined;
    return typeof id === 'string' ? id : undefined;
  }

  /** The path of a record that says which case is open, and that nobody can read; undefined where it says so, or none is. */
  async unreadOpen(profile: string): Promise<string | undefined> {
    const name = openName(profile);
    if ((await this.#records.modifiedMs(name)) === undefined) return undefined;
    const id = await this.open(profile);
    if (id === undefined) return this.#records.pathOf(name);
    return (await this.byId(id)) === undefined ? this.#records.pathOf(`${id}.json`) : undefined;
  }

  /** From now on that one, or none. */
  async setOpen(profile: string, id: string | undefined): Promise<void> {
    await this.#records.makeFolder();
    if (id === undefined) await this.#records.remove(openName(profile));
    else await this.#records.write(openName(profile), { id });
  }

  async #read(name: string): Promise<RegisteredCase | undefined> {
    const record = await this.#records.read(name);
    if (record === null || typeof record !== 'object') return undefined;
    const { id, name: called, path } = record as Partial<Record<keyof RegisteredCase, unknown>>;
    if (typeof id !== 'string' || typeof called !== 'string' || typeof path !== 'string') return undefined;
    return name === `${id}.json` ? { id, name: called, path } : undefined;
  }
}

/** Two profiles whose names differ in odd characters alone are told apart. */
function openName(profile: string): string {
  return `open-${profile.replaceAll(/[^A-Za-z0-9_-]/gu, escaped)}.json`;
}

/** Where it ends is plain: two digits, or up to the dot. */
function escaped(odd: string): string {
  const digits = (odd.codePointAt(0) ?? 0).toString(16).padStart(2, '0');
  return digits.length === 2 ? `%${digits}` : `%u${digits}.`;
}
