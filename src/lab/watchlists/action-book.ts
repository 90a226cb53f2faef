import { isRecord } from '../json.ts';

/** What happens on a hit; the index is the `action_type` on the wire (contract/watchlists.md). */
export const actionTypes = ['email', 'syslog', 'http_post', 'alert'] as const;

export interface Action {
  readonly id: number;
  readonly action_type: number;
  /** JSON in a string, such as `{"email_recipients":[1,2]}`. */
  readonly action_data: string | null;
  /** Of the watchlist or feed. */
  readonly owner: number;
}

/** The actions of watchlists, or those of feeds. */
export class ActionBook {
  readonly #byId: Map<number, Action>;
  #highest: number;

  constructor(actions: readonly Action[] = []) {
    this.#byId = new Map(actions.map((action) => [action.id, action]));
    this.#highest = Math.max(0, ...this.#byId.keys());
  }

  static read(kept: unknown): ActionBook {
    return new ActionBook(Array.isArray(kept) ? kept.filter(isAction) : []);
  }

  of(owner: number): Action[] {
    return [...this.#byId.values()].filter((action) => action.owner === owner);
  }

  get(owner: number, id: number): Action | undefined {
    const action = this.#byId.get(id);
    return action?.owner === owner ? action : undefined;
  }

  add(owner: number, type: number, data: string | null): Action {
    this.#highest += 1;
    const action = { id: this.#highest, action_type: type, action_data: data, owner };
    this.#byId.set(action.id, action);
    return action;
  }

  set(action: Action): void {
    this.#byId.set(action.id, action);
  }

  remove(id: number): void {
    this.#byId.delete(id);
  }

  /** Of an owner that is gone. */
  forget(owner: number): void {
    for (const { id } of this.of(owner)) this.#byId.delete(id);
  }

  /** What `--data` keeps. */
  kept(): readonly Action[] {
    return [...this.#byId.values()];
  }
}

export function isActionType(value: unknown): value is number {
  return typeof value === 'number' && actionTypes[value] !== undefined;
}

function isAction(value: unknown): value is Action {
  return (
    isRecord(value) &&
    Number.isSafeInteger(value['id']) &&
    Number.isSafeInteger(value['owner']) &&
    isActionType(value['action_type'])
  );
}
