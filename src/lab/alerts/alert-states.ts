import { isRecord } from '../json.ts';
import type { Section } from '../store.ts';
import { type Alert, type AlertState, isAlertStatus } from './alert.ts';

interface Past {
  /** Of the lab's clock, in elapsed milliseconds. */
  readonly untilMs: number;
  readonly state: AlertState;
}

/** A search that lags behind knows states no older than that. */
const longestLagMs = 3_600_000;
/** Of one alert. */
const mostPast = 50;

/** How alerts stand that somebody changed, and, for searches that lag behind, how they stood before. */
export class AlertStates {
  readonly #changed = new Map<string, AlertState>();
  readonly #past = new Map<string, readonly Past[]>();

  constructor(kept: Iterable<readonly [string, AlertState]> = []) {
    this.#changed = new Map(kept);
  }

  of({ id, firstState }: Alert): AlertState {
    return this.#changed.get(id) ?? firstState;
  }

  /** As a search shows it that is so far behind (fault `alert-lag`). */
  shown(alert: Alert, elapsedMs: number, lagMs: number): AlertState {
    const past = lagMs > 0 ? this.#past.get(alert.id) : undefined;
    const old = past?.find(({ untilMs }) => untilMs > elapsedMs - lagMs);
    return old?.state ?? this.of(alert);
  }

  set(alert: Alert, state: AlertState, elapsedMs: number): void {
    const past = (this.#past.get(alert.id) ?? []).filter(({ untilMs }) => untilMs > elapsedMs - longestLagMs);
    this.#past.set(alert.id, [...past.slice(-mostPast), { untilMs: elapsedMs, state: this.of(alert) }]);
    this.#changed.set(alert.id, state);
  }

  /** What `--data` keeps. */
  kept(): unknown {
    return Object.fromEntries(this.#changed);
  }
}

/** The alerts themselves are made anew; how they stand lasts. */
export const alertSection: Section<AlertStates> = {
  name: 'alerts',
  read: (kept) =>
    new AlertStates(
      Object.entries(isRecord(kept) ? kept : {}).filter((entry): entry is [string, AlertState] =>
        isState(entry[1]),
      ),
    ),
  write: (states) => states.kept(),
};

function isState(value: unknown): value is AlertState {
  return (
    isRecord(value) &&
    isAlertStatus(value['status']) &&
    (value['assignedTo'] === null || typeof value['assignedTo'] === 'string') &&
    (value['resolvedMs'] === null || typeof value['resolvedMs'] === 'number')
  );
}
