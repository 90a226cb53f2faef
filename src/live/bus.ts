import type { SessionEvent, SessionState } from './state.ts';

/** What happens in the engine, for `--debug` and tests. */
export interface LiveEvents {
  readonly state: { readonly from: SessionState; readonly event: SessionEvent; readonly to: SessionState };
  readonly 'unknown-status': {
    readonly what: 'session' | 'command';
    readonly id: number;
    readonly status: string;
  };
  readonly posted: { readonly name: string; readonly id: number };
  readonly ended: {
    readonly name: string;
    readonly id: number;
    readonly status: string;
    readonly looks: number;
  };
  readonly keepalive: { readonly id: number };
}

export class LiveBus {
  readonly #listeners = new Map<keyof LiveEvents, Set<(detail: never) => void>>();

  on<K extends keyof LiveEvents>(type: K, listener: (detail: LiveEvents[K]) => void): () => void {
    const set = this.#listeners.get(type) ?? new Set();
    set.add(listener);
    this.#listeners.set(type, set);
    return () => set.delete(listener);
  }

  emit<K extends keyof LiveEvents>(type: K, detail: LiveEvents[K]): void {
    for (const listener of this.#listeners.get(type) ?? [])
      (listener as (detail: LiveEvents[K]) => void)(detail);
  }
}
