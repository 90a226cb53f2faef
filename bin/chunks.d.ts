import type { Script } from 'node:vm';

/** Where the files of dist/ are: in the executable, or in their folder. */
export interface Chunks {
  /** As `wrapped` leaves it. */
  source(name: string): string;
  /** As it is. */
  bytes(name: string): Uint8Array;
  /** What V8 made of it before, where that was kept. */
  cached?(name: string): Uint8Array | undefined;
  onLoad?(name: string, script: Script): void;
}

export function wrapped(source: string): string;
export function requireFrom(chunks: Chunks): (id: string) => unknown;
