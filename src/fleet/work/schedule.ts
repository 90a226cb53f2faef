import type { HostOrder, RunHost } from '../store/run-types.ts';
import { checkInFrom, intervalOf, scattered } from './check-in.ts';
import { Heap } from './heap.ts';

export type ScheduledHost = Pick<RunHost, 'id' | 'place' | 'lastCheckInMs' | 'nextCheckInMs' | 'notBeforeMs'>;

/** A host, and when its session is to be asked for. */
export interface Due {
  readonly id: number;
  readonly atMs: number;
  /** When its sensor is expected to check in then; undefined where that does not matter. */
  readonly checkInMs: number | undefined;
}

/** A sensor that checks in so often is not waited for. */
const shortestMs = 1000;

/** Whoever is woken just then comes a little late, and a session that is asked for then is still in time. */
const lateMs = 6;

/** So many times as much as there are hosts is held, with what is out of date. */
const mostLeft = 8;

/** What stands in a heap; a host that is put in anew, or taken out, leaves it behind. */
interface Mark {
  readonly host: ScheduledHost;
}

/**
 * Which host is next, and when. In the order of check-ins it is the one whose sensor checks in first, and its session is asked for so
 * shortly before that it holds a slot for no longer than it must; one whose check-in is too near by now comes again an interval later.
 * Times are Unix ms, on one clock.
 */
export class Schedule {
  readonly #order: HostOrder;
  readonly #marks = new Map<number, Mark>();
  /** By when they may be begun with. */
  readonly #later = new Heap<Mark>();
  /** By their check-in. */
  readonly #timed = new Heap<Mark>();
  /** By their place. */
  readonly #plain = new Heap<Mark>();

  constructor(order: HostOrder) {
    this.#order = order;
  }

  get size(): number {
    return this.#marks.size;
  }

  has(id: number): boolean {
    return this.#marks.has(id);
  }

  /** What is held for the hosts, with what they left behind. */
  get held(): number {
    return this.#later.size + this.#timed.size + this.#plain.size;
  }

  /** What is known of a host now, in the place of what was known. */
  put(host: ScheduledHost): void {
    const mark = { host };
    this.#marks.set(host.id, mark);
    if (this.held > mostLeft * this.#marks.size + mostLeft) this.#tidy();
    else this.#later.add(host.notBeforeMs, mark);
  }

  /** What is told anew for days would grow without an end. */
  #tidy(): void {
    for (const heap of [this.#later, this.#timed, this.#plain]) heap.clear();
    for (const mark of this.#marks.values()) this.#later.add(mark.host.notBeforeMs, mark);
  }

  remove(id: number): void {
    this.#marks.delete(id);
  }

  /**
   * The next one, with sessions asked for `leadMs` before a check-in. `free`: slots that nobody has; where there are enough for all, nobody is
   * kept waiting.
   */
  next(nowMs: number, leadMs: number, free: number): Due | undefined {
    this.#sort(nowMs, leadMs);
    const timed = this.#firstTimed(nowMs, leadMs);
    const plain = this.#firstOf(this.#plain);
    if (timed !== undefined && this.#marks.size <= free) return { ...timed, atMs: nowMs };
    if (timed !== undefined && timed.atMs <= nowMs) return timed;
    if (plain !== undefined) return { id: plain.host.id, atMs: nowMs, checkInMs: undefined };
    const later = this.#firstOf(this.#later);
    if (timed !== undefined && (later === undefined || later.host.notBeforeMs >= timed.atMs)) return timed;
    return later && { id: later.host.id, atMs: later.host.notBeforeMs, checkInMs: undefined };
  }

  /** Those that may be begun with by now are no longer among those that are later. */
  #sort(nowMs: number, leadMs: number): void {
    for (;;) {
      const mark = this.#firstOf(this.#later);
      if (mark === undefined || mark.host.notBeforeMs > nowMs) return;
      this.#later.removeFirst();
      const { host } = mark;
      const isTimed = this.#order === 'checkin' && intervalOf(host) > shortestMs;
      if (isTimed) this.#timed.add(checkInFrom(host, nowMs + leadMs) ?? nowMs, mark);
      else this.#plain.add(this.#order === 'random' ? scattered(host.id) : host.place, mark);
    }
  }

  #firstTimed(nowMs: number, leadMs: number): Due | undefined {
    for (;;) {
      const mark = this.#firstOf(this.#timed);
      const checkInMs = this.#timed.first?.key;
      if (mark === undefined || checkInMs === undefined) return undefined;
      if (checkInMs - leadMs >= nowMs - lateMs)
        return { id: mark.host.id, atMs: checkInMs - leadMs, checkInMs };
      this.#timed.removeFirst();
      const from = Math.max(nowMs + leadMs, checkInMs + 1);
      this.#timed.add(checkInFrom(mark.host, from) ?? from, mark);
    }
  }

  #firstOf(heap: Heap<Mark>): Mark | undefined {
    for (;;) {
      const mark = heap.first?.value;
      if (mark === undefined || this.#marks.get(mark.host.id) === mark) return mark;
      heap.removeFirst();
    }
  }
}
