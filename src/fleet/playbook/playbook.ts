import type { PlayValue } from './evaluate.ts';
import type { Expression } from './expression.ts';
import type { WordTemplate } from './template.ts';

/** What is done on a host, step by step, as a file that others can read, check and run again. */
export interface Playbook {
  readonly file: string;
  readonly name: string;
  readonly about: string;
  readonly params: readonly PlayParam[];
  /** By the keys of `targetOptions`; used where the command line names no hosts. */
  readonly targets: ReadonlyMap<string, readonly string[]>;
  readonly files: readonly PlayFile[];
  /** Those of the cleanup last. */
  readonly steps: readonly PlayStep[];
  /** What of it is not done here. */
  readonly notes: readonly string[];
  /** It stands in command lines that an interpreter reads: its values are looked at more closely. */
  readonly isIni: boolean;
}

export const paramTypes = ['text', 'number', 'flag', 'list', 'path'] as const;
export type ParamType = (typeof paramTypes)[number];

export interface PlayParam {
  readonly name: string;
  readonly about: string;
  /** `path`: wildcards and separators in it are meant. */
  readonly type: ParamType;
  readonly fallback: PlayValue | undefined;
  readonly isRequired: boolean;
  readonly isSecret: boolean;
}

export interface PlayFile {
  readonly name: string;
  /** As seen from the folder of the playbook. */
  readonly path: string;
  /** Lower case; undefined where the playbook says none. */
  readonly sha256: string | undefined;
  readonly place: string;
}

export interface PlayStep {
  /** From 1 on. */
  readonly number: number;
  /** `FILE:LINE:COLUMN`. */
  readonly place: string;
  readonly title: string | undefined;
  /** The verb and its words. */
  readonly words: readonly WordTemplate[];
  /** As it stands on the line, where that is to be sent as it is. */
  readonly source: string | undefined;
  readonly when: Condition | undefined;
  readonly forEach: Condition | undefined;
  readonly register: string | undefined;
  /** What fails here does not end the host. */
  readonly goesOn: boolean;
  readonly isCleanup: boolean;
}

export interface Condition {
  readonly source: string;
  readonly expression: Expression;
}

/** Of every host, beside parameters and what steps register. */
export const builtinNames = ['host', 'os', 'files', 'rows', 'item', 'windows', 'linux', 'macos'] as const;

/** The names of a playbook's own. */
export const nameForm = /^[A-Za-z_][\w-]{0,63}$/;

export const mostSteps = 200;

/** Says whether a verb has that name, of one word or two. */
export type IsVerb = (name: string) => boolean;
