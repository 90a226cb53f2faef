import { shortKey } from '../text/registry-path.ts';

/** Where one is: a directory and, where one went into the registry, a key there. */
interface Spot {
  readonly directory: string;
  readonly key: string | undefined;
}

/** Where the shell stands on its sensor. The registry is gone into from a directory, which stays that of files. */
export class ShellPlace {
  #spot: Spot;
  #before: Spot | undefined;

  constructor(directory: string) {
    this.#spot = { directory, key: undefined };
  }

  get directory(): string {
    return this.#spot.directory;
  }

  /** Whole, with the long name of its root. */
  get key(): string | undefined {
    return this.#spot.key;
  }

  /** As it is shown and typed. */
  get shown(): string {
    const { directory, key } = this.#spot;
    return key === undefined ? directory : shortKey(key);
  }

  toDirectory(directory: string): void {
    this.#go({ directory, key: undefined });
  }

  toKey(key: string): void {
    this.#go({ directory: this.directory, key });
  }

  /** To the one before this; false where there was none. */
  back(): boolean {
    const before = this.#before;
    if (before !== undefined) this.#go(before);
    return before !== undefined;
  }

  #go(spot: Spot): void {
    this.#before = this.#spot;
    this.#spot = spot;
  }
}
