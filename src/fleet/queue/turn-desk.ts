import { isCbError } from '../../errors/cb-error.ts';
import type { RunStore } from '../store/run-store.ts';
import type { HostsAtWork } from '../work/hosts-at-work.ts';
import { mostTries } from '../work/verdict.ts';
import { type Message, mostMessage, readMessage, type Said, type SaidEnd, type Told } from './messages.ts';
import { unpackRows } from './packed-rows.ts';
import { readSigned } from './signed-text.ts';
import type { HostTurns, TurnState } from './turns.ts';

export interface TurnDeskDeps {
  readonly store: RunStore;
  readonly turns: HostTurns;
  readonly hosts: HostsAtWork;
  /** Whether what a worker said is of one that counts, where that can be told. */
  readonly isOurs: (text: string, signature: string) => boolean;
  readonly answer: (message: Message, told: Told) => Promise<void>;
  /** Whether the host may be begun with now, or when. */
  readonly mayBegin: (host: number) => Told;
  /** Puts right what a worker that is gone left behind. */
  readonly recover: (host: number) => Promise<void>;
  readonly onOpened: (host: number, pendingMs: number | undefined) => void;
  readonly onNotNow: (host: number, facts: Extract<Said, { readonly is: 'not now' }>['facts']) => void;
  readonly onRefused: () => void;
  readonly onLeft: (host: number) => void;
  readonly onFatal: (error: unknown) => void;
  readonly note: (text: string) => void;
}

/** What keeps a host from coming to its end over and over. */
const mostLost = mostTries;

/**
 * Hears what workers say of the hosts of a run, and has it in the run before it answers. It alone says who has a host: what somebody else
 * says of it, whose time has gone by, is not heard, and may not write.
 */
export class TurnDesk {
  readonly #deps: TurnDeskDeps;
  /** Hosts of workers that are gone, while what became of them is looked up. */
  readonly #recovering = new Map<number, Promise<void>>();
  readonly #lost = new Map<number, number>();
  #hasSaidForged = false;

  constructor(deps: TurnDeskDeps) {
    this.#deps = deps;
  }

  /** Of some host it is not known yet what becomes of it: it has no holder, and does not wait. */
  get isLookingUp(): boolean {
    return this.#recovering.size > 0;
  }

  isRecovering(host: number): boolean {
    return this.#recovering.has(host);
  }

  /** Nothing is looked up any more. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#recovering.values());
  }

  /** What came from nobody that counts, or is of no form, is told once and dropped. */
  async hear(written: string): Promise<void> {
    let message: Message;
    try {
      const { text, signature } = readSigned(written, 'a message on the queue', mostMessage);
      if (!this.#deps.isOurs(text, signature)) {
        this.#forged('it is signed by nobody that counts');
        return;
      }
      message = readMessage(text);
    } catch (error) {
      if (!isCbError(error, 'BadReply')) throw error;
      this.#forged(error.message);
      return;
    }
    if (message.run === this.#deps.turns.run) await this.#take(message);
  }

  /** A host that is not on the queue any more, though nobody said that it is through. */
  async lose(host: number, why: string): Promise<void> {
    const { turns, store, hosts } = this.#deps;
    await this.#recover(host);
    turns.end([host]);
    const times = (this.#lost.get(host) ?? 0) + 1;
    this.#lost.set(host, times);
    if (times >= mostLost && store.host(host).state === 'waiting')
      store.setHost(host, { state: 'failed', detail: why });
    this.#leave(host);
    hosts.refresh(host);
  }

  async #take(message: Message): Promise<void> {
    const { turns, answer } = this.#deps;
    const { host, said } = message;
    const turn = turns.get(host);
    const isNow = turn?.isOnQueue === true && turn.turn === message.turn;
    if (said.is === 'take') {
      if (!isNow) await answer(message, { is: 'over' });
      else if (turn.holder === undefined) await this.#grant(message);
      // Said twice, it was answered: who got no answer takes the host anew, as another holder.
      else if (turn.holder !== message.holder) this.#takeOver(message).catch(this.#deps.onFatal);
      return;
    }
    const isHolder = isNow && turn.holder === message.holder;
    if (!isHolder) {
      if (said.is === 'intend') await answer(message, { is: 'lost' });
      return;
    }
    if (message.n > turn.seen + 1) {
      // Something that it said before was lost on the way.
      if (said.is === 'intend') await answer(message, { is: 'lost' });
      await this.lose(host, 'what its worker said was lost on the way');
      return;
    }
    if (message.n === turn.seen + 1) await this.#apply(message, turn);
    // It was said twice where the answer was lost on the way.
    if (said.is === 'intend') await answer(message, { is: 'noted' });
  }

  async #grant(message: Message): Promise<void> {
    const { turns, hosts, mayBegin, answer } = this.#deps;
    const { host, holder } = message;
    const told = mayBegin(host);
    if (told.is === 'go') {
      turns.change(host, { holder, seen: 0, attempt: undefined });
      const found = hosts.host(host);
      if (found !== undefined) hosts.begin(found);
    }
    if (told.is === 'over') turns.end([host]);
    await answer(message, told);
  }

  /** The queue has given the host to another worker: the one that had it is gone. */
  async #takeOver(message: Message): Promise<void> {
    const { host } = message;
    if (this.#recovering.has(host)) return;
    await this.#recover(host);
    this.#leave(host);
    await this.#take(message);
  }

  async #recover(host: number): Promise<void> {
    const { turns, recover, hosts } = this.#deps;
    turns.change(host, { holder: undefined, attempt: undefined });
    const done = recover(host).finally(() => {
      this.#recovering.delete(host);
      hosts.refresh(host);
    });
    this.#recovering.set(host, done);
    await done;
  }

  #leave(host: number): void {
    const { hosts, onLeft } = this.#deps;
    if (hosts.isBusy(host)) onLeft(host);
    hosts.end(host);
  }

  async #apply(message: Message, turn: TurnState): Promise<void> {
    const { store, turns, hosts, onOpened, onNotNow, onRefused } = this.#deps;
    const { host, said, n } = message;
    if (said.is === 'end') await this.#end(said, turn);
    const note = (): void => {
      if (said.is !== 'end') this.#note(said, turn);
      turns.change(host, { seen: n, ...(said.is === 'end' ? { attempt: undefined } : {}) });
      if (said.is === 'over') turns.end([host]);
    };
    // What is about to be sent outlasts a cut of the power as well.
    if (said.is === 'intend') store.tables.durably(note);
    else store.tables.within(note);
    if (said.is === 'opened') onOpened(host, said.pendingMs);
    if (said.is === 'not now') onNotNow(host, said.facts);
    if (said.is === 'refused') onRefused();
    if (said.is === 'end') this.#lost.delete(host);
    if (said.is === 'over') this.#leave(host);
    else if (said.is === 'host' || said.is === 'end') hosts.refresh(host);
  }

  #note(said: Exclude<Said, SaidEnd>, { host, attempt }: TurnState): void {
    const { store, turns } = this.#deps;
    switch (said.is) {
      case 'host':
        store.setHost(host, said.change);
        break;
      case 'begin': {
        const step = store.run().steps.find(({ number }) => number === said.step);
        if (step === undefined) break;
        turns.change(host, { attempt: store.begin(host, step, said.sessionId, said.startedMs) });
        break;
      }
      case 'over': {
        const { state } = store.host(host);
        if (state === 'opening' || state === 'running') store.setHost(host, { state: 'waiting' });
        break;
      }
      case 'take':
      case 'opened':
      case 'not now':
      case 'refused':
        break;
      default:
        if (attempt !== undefined) this.#noteOfAttempt(said, attempt);
    }
  }

  #noteOfAttempt(
    said: Extract<Said, { readonly is: 'intend' | 'unsent' | 'posted' | 'ended' | 'fetched' }>,
    attempt: number,
  ): void {
    const { store } = this.#deps;
    switch (said.is) {
      case 'intend': {
        const { key, sessionId, name, object } = said;
        store.intend(attempt, { key, sessionId, name, object });
        break;
      }
      case 'unsent':
        store.unsent(attempt, said.key);
        break;
      case 'posted':
        store.posted(attempt, said.key, said.commandId);
        break;
      case 'ended':
        store.ended(attempt, said.key);
        break;
      case 'fetched': {
        const { remote, local, bytes, sha256 } = said;
        store.fetched(attempt, { remote, local, bytes, sha256 });
        break;
      }
    }
  }

  async #end(said: SaidEnd, { host, attempt }: TurnState): Promise<void> {
    const { store } = this.#deps;
    const open = store.openAttempts().find(({ id }) => id === attempt);
    // It ended before, and this process was killed before it had written that down.
    if (open === undefined) return;
    const { state, exitCode, detail, endedMs, change } = said;
    const rows = unpackRows(said.rows, { id: host, name: store.host(host).name, step: open.step });
    await store.end({ id: open.id, host }, { state, exitCode, detail, endedMs, rows }, change);
  }

  #forged(words: string): void {
    if (this.#hasSaidForged) return;
    this.#hasSaidForged = true;
    this.#deps.note(`something on the queue is not heard: ${words}`);
  }
}
