import type { SearchParams } from '../../api/page.ts';
import type { HeldDocument } from '../sigma/evaluate.ts';
import type { RuleRefusal } from '../sigma/expression.ts';
import type { Tokens } from '../sigma/word-terms.ts';

/** One question of a hunt, with all that is asked for it. */
export interface HuntQuery {
  /** What it is of: the file without its folder and ending. */
  readonly source: string;
  readonly name: string;
  readonly index: 'process' | 'binary';
  /** Each is asked by itself; what several find counts once. */
  readonly queries: readonly string[];
  /** Beside the query, by the names of the wire. */
  readonly params: SearchParams;
  /** Of what was made from something else: does it find more than that means? */
  readonly match: 'as written' | 'exact' | 'wider';
  /** Why it finds more. */
  readonly why: readonly string[];
  readonly about: string;
  readonly references: readonly string[];
  readonly tags: readonly string[];
  /** `FILE:LINE:COLUMN`. */
  readonly place: string;
  /** False for what a wider query found and was not meant. */
  readonly isMeant?: (document: HeldDocument) => boolean;
}

/** A question that cannot be asked, and why. */
export interface HuntRefusal extends RuleRefusal {
  readonly source: string;
  readonly name: string;
}

/** What a file holds, in its order. */
export interface HuntFile {
  readonly queries: readonly HuntQuery[];
  readonly refusals: readonly HuntRefusal[];
}

export const asWritten = {
  params: {},
  match: 'as written',
  why: [],
  references: [],
  tags: [],
  about: '',
} as const;

/** The kinds of files that hold questions. */
export const huntForms = ['definitions', 'sigma', 'queries', 'watchlists', 'lines'] as const;
export type HuntForm = (typeof huntForms)[number];

export interface HuntSource {
  readonly text: string;
  /** How errors name the file. */
  readonly file: string;
  /** What its rows are called after. */
  readonly source: string;
  /** Undefined: by what the file holds. */
  readonly form: HuntForm | undefined;
}

export interface HuntRules {
  /** How the server cuts command lines. */
  readonly tokens: Tokens;
}
