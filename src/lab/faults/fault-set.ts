import { EventEmitter, once } from 'node:events';
import { type Random, seededRandom } from '../random.ts';
import { type Fault, type FaultName, parseFault } from './fault.ts';

/** The faults in force. Setting one again replaces it. */
export class FaultSet {
  readonly #inForce = new Map<FaultName, Fault>();
  readonly #events = new EventEmitter().setMaxListeners(0);
  readonly #random: Random;

  constructor(seed: number) {
    this.#random = seededRandom(seed, 'faults');
  }

  /** @throws Error for an unknown fault or a bad value. */
  set(text: string): Fault {
    const fault = parseFault(text);
    this.#inForce.set(fault.name, fault);
    this.#events.emit('change', fault.name);
    return fault;
  }

  /** Ends one fault, or all of them; false when there was none to end. */
  clear(name?: string): boolean {
    const names = [...this.#inForce.keys()].filter((one) => name === undefined || one === name);
    for (const one of names) {
      this.#inForce.delete(one);
      this.#events.emit('change', one);
    }
    return names.length > 0;
  }

  get(name: FaultName): Fault | undefined {
    return this.#inForce.get(name);
  }

  has(name: FaultName): boolean {
    return this.#inForce.has(name);
  }

  list(): string[] {
    return [...this.#inForce.values()].map((fault) => fault.text);
  }

  /** The fault, if it is in force and strikes this time. */
  strikes(name: FaultName): Fault | undefined {
    const fault = this.#inForce.get(name);
    return fault !== undefined && this.#random.chance(fault.share) ? fault : undefined;
  }

  coin(): boolean {
    return this.#random.chance(0.5);
  }

  /** Made-up bytes for a body that is not JSON. */
  noise(length: number): Buffer {
    return Buffer.from(Array.from({ length }, () => this.#random.int(0, 255)));
  }

  onChange(listener: (name: FaultName) => void): void {
    this.#events.on('change', listener);
  }

  /** Resolves when the fault is not in force; rejects when the signal ends. */
  async over(name: FaultName, signal: AbortSignal): Promise<void> {
    while (this.#inForce.has(name)) await once(this.#events, 'change', { signal });
  }
}
