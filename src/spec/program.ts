import type { HelpLine } from './help-lines.ts';
import type { Options } from './params.ts';
import type { Listing, Spec } from './spec.ts';

/** A program as data: what its tree, help, completion scripts and reference pages are made of. */
export interface ProgramSpec<C> {
  /** `cblr` or `cbq`. */
  readonly name: string;
  /** Lower case, no full stop. */
  readonly about: string;
  readonly version: string;
  /** All commands as they are typed; verbs of the shell by `withSensor`. */
  readonly commands: readonly Listing[];
  /** The whole of one of them. Names and sentences are looked at in the list; what only the called command needs is asked for here. */
  readonly load: (listing: Listing) => Promise<Spec<C>>;
  readonly globals: Options;
  /** Groups in the order of the headings of `--help`. */
  readonly groupOrder?: readonly string[];
  /** What a word that names no command is elsewhere, as a hint: a verb of the shell. */
  readonly elsewhere?: (word: string) => Promise<string | undefined>;
  /** Pages of `help NAME` that are about no command: `exit-codes`. */
  readonly topics?: Readonly<Record<string, (columns: number) => readonly HelpLine[]>>;
}
