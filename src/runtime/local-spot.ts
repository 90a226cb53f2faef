import type { HeldFolder } from '../ports/local-files.ts';

/** A place in a held folder: how it is reached, and what it is called in messages. */
export interface Spot {
  /** Right only for now: ask again before each use. */
  readonly path: string;
  readonly shown: string;
}

export interface Folder extends Pick<HeldFolder, 'path' | 'mustBeFree'> {
  at(name: string): Promise<Spot>;
}
