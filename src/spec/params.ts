import type { TypedGlob } from '../text/typed-glob.ts';

/** What an operand or option can hold. The kind decides parsing, the placeholder in help, and completion. */
export type ParamKind =
  | 'flag' // boolean, options only
  | 'text'
  | 'integer' // number
  | 'size' // number of bytes: 4096, 64k, 10M, 2GiB
  | 'durationMs' // number: 30s, 5m, 2h, 7d, 500ms
  | 'timeMs' // number, Unix time: ISO, 2024-05-14, 05-14 09:30, 09:30, yesterday, -24h, 7d
  | 'choice' // one of `choices`
  | 'list' // readonly string[], comma-separated; of `choices` where they are given
  | 'remotePath'
  | 'remoteGlob' // TypedGlob: wildcards in any part, braces
  | 'itemPath' // as remotePath, or what is in the registry
  | 'itemGlob' // as remoteGlob, the same
  | 'localPath'
  | 'process' // pid or name
  | 'pid'
  | 'sensor' // id, hostname or address
  | 'program' // name of what runs on the sensor
  | 'sensorUser' // an account that something runs as there
  | 'regKey'
  | 'regValue' // KEY\VALUE
  | 'session'
  | 'commandId'
  | 'fileId'
  | 'profile'
  | 'run' // number of a run of this computer
  | 'case' // name, id or folder of a case of the analyst's
  | 'savedQuery' // name of a query that the analyst saved
  | 'group' // the others: id or name of what the server has
  | 'site'
  | 'user'
  | 'team'
  | 'feed'
  | 'watchlist'
  | 'investigation'
  | 'partition'
  | 'filter' // an ingress filter
  | 'job' // number of one of the shell: 1, %1
  | 'shellSession' // number or hostname of one of the shell
  | 'alias' // a word of the shell's own
  | 'verb'
  | 'commandLine'; // the rest of the line, last operand only: a CommandLine

/** A command line for the sensor: in a shell its exact text; from argv its words (one word is sent verbatim). */
export interface CommandLine {
  readonly text?: string;
  readonly words: readonly string[];
}

interface ParamBase {
  readonly kind: ParamKind;
  /** Lower case, no full stop. */
  readonly about: string;
  readonly choices?: readonly string[];
  /** Words that Tab offers; others may be typed. */
  readonly proposes?: readonly string[];
  /** What else it may name: both are offered. */
  readonly or?: ParamKind;
  /** Of paths: only folders are meant, and only those are offered. */
  readonly isFolder?: boolean;
  /** Of times: it ends a period, and with it all of the day, minute or second that is named. */
  readonly isEnd?: boolean;
}

export interface Operand extends ParamBase {
  readonly kind: Exclude<ParamKind, 'flag'>;
  readonly optional?: boolean;
  /** Takes all words that are left; at least one unless optional. */
  readonly many?: boolean;
}

export interface Option extends ParamBase {
  readonly short?: string;
  /** May be given more than once. */
  readonly repeat?: boolean;
  /** The value may be left out, and is taken only with `=`: `--wait`, `--wait=5m`. */
  readonly optionalValue?: boolean;
  /** Placeholder in help; the kind's own when not said. */
  readonly value?: string;
}

export type Operands = Readonly<Record<string, Operand>>;
export type Options = Readonly<Record<string, Option>>;

type ValueOf<P extends ParamBase> = P extends { kind: 'flag' }
  ? boolean
  : P extends {
        kind:
          | 'integer'
          | 'size'
          | 'durationMs'
          | 'timeMs'
          | 'pid'
          | 'commandId'
          | 'fileId'
          | 'session'
          | 'run'
          | 'job';
      }
    ? number
    : P extends { kind: 'choice'; choices: readonly (infer V)[] }
      ? V
      : P extends { kind: 'list' }
        ? readonly (P extends { choices: readonly (infer V)[] } ? V : string)[]
        : P extends { kind: 'commandLine' }
          ? CommandLine
          : P extends { kind: 'remoteGlob' | 'itemGlob' }
            ? TypedGlob
            : string;

type OperandValue<P extends Operand> = P extends { many: true }
  ? readonly ValueOf<P>[]
  : P extends { optional: true }
    ? ValueOf<P> | undefined
    : ValueOf<P>;

type OptionValue<P extends Option> = P extends { kind: 'flag' }
  ? boolean
  : P extends { repeat: true }
    ? readonly ValueOf<P>[]
    : P extends { optionalValue: true }
      ? ValueOf<P> | true | undefined
      : ValueOf<P> | undefined;

/** The object that `run` receives, inferred from the literal. Option `dry-run` becomes key `dryRun`. */
export type InputOf<O extends Operands, P extends Options> = {
  readonly [K in keyof O]: OperandValue<O[K]>;
} & { readonly [K in keyof P]: OptionValue<P[K]> };
