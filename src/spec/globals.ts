import type { InputOf, Options } from './params.ts';

/** Options of both programs (cli.md, "Both programs"); they may stand anywhere, a verb's own short letters win behind the verb. */
export const globalOptions = {
  profile: {
    kind: 'profile',
    short: 'p',
    value: 'NAME',
    repeat: true,
    about: 'which profile of ~/.cbrc',
  },
  lab: { kind: 'flag', about: 'the embedded lab server' },
  allProfiles: { kind: 'flag', about: 'ask the servers of all profiles at once; so do several -p' },
  url: { kind: 'text', value: 'URL', about: 'a server for this one command, in place of a profile' },
  pin: {
    kind: 'text',
    value: 'SHA256',
    about: "with --url: the certificate has this fingerprint; else this computer's CAs vouch for it",
  },
  tokenFile: {
    kind: 'localPath',
    value: 'FILE',
    about: 'with --url: the token is in this file; - for stdin',
  },
  output: {
    kind: 'choice',
    short: 'o',
    choices: ['table', 'tsv', 'json', 'ndjson', 'csv', 'yaml'],
    value: 'FORMAT',
    about: 'how results are printed (table on a terminal, tsv on a pipe)',
  },
  json: { kind: 'flag', about: 'short for --output json' },
  jq: { kind: 'text', value: 'EXPR', about: 'what this expression of jq makes of each row' },
  template: { kind: 'text', value: 'TEMPLATE', about: "each row by a template: '{{.id}} {{.name}}'" },
  null: { kind: 'flag', short: '0', about: 'NUL ends each row or value, for xargs -0' },
  bom: { kind: 'flag', about: 'csv with a byte order mark, by which Excel reads its letters right' },
  fields: { kind: 'list', value: 'A,B', about: 'which fields, by name or heading; help lists them' },
  timeout: { kind: 'durationMs', about: 'for one request' },
  yes: { kind: 'flag', short: 'y', about: 'no question before what destroys' },
  dryRun: { kind: 'flag', short: 'n', about: 'print each write instead of sending it' },
  expect: { kind: 'flag', about: 'nothing found is exit 3' },
  quiet: { kind: 'flag', short: 'q', about: 'no notes and no progress' },
  debug: { kind: 'flag', about: 'trace requests with their timings on stderr' },
  transcript: {
    kind: 'localPath',
    value: 'FILE|off',
    about: 'the record of what is done goes there; off for none',
  },
  case: { kind: 'case', value: 'NAME|off', about: 'what is done belongs to this case; off for none' },
  manifest: {
    kind: 'flag',
    about: 'list what is fetched in manifest.ndjson beside it, with hashes and times',
  },
  archive: {
    kind: 'flag',
    about: 'fetch the archive of a session that is closed, as for a case; --no-archive for none',
  },
  noUndo: { kind: 'flag', about: 'keep nothing of what is changed: no look before, and no undo' },
  save: { kind: 'text', value: 'NAME', about: 'the result goes into the case, as queries/NAME.ndjson' },
  color: { kind: 'flag', about: 'colours, also on a pipe; --no-color for none' },
  pager: { kind: 'flag', about: 'long results through $PAGER, as on a terminal; --no-pager for none' },
  help: { kind: 'flag', short: 'h', about: 'show help' },
  version: { kind: 'flag', short: 'V', about: 'show the version' },
} as const satisfies Options;

/** `archive`, `color` and `pager` are true, false (`--no-color`) or undefined (not said). */
export type Globals = Omit<
  InputOf<Record<never, never>, typeof globalOptions>,
  'archive' | 'color' | 'pager' | 'profile'
> & {
  readonly archive: boolean | undefined;
  /** The first that is named. */
  readonly profile: string | undefined;
  /** All of them, where there are several. */
  readonly profiles: readonly string[] | undefined;
  readonly color: boolean | undefined;
  readonly pager: boolean | undefined;
};

/** Global options as they were read: of profiles the first one is that of everything that works with one. */
export function settledGlobals({ profile, ...rest }: Readonly<Record<string, unknown>>): Partial<Globals> {
  if (profile === undefined) return rest;
  const names = (Array.isArray(profile) ? profile : [profile]) as readonly string[];
  return { ...rest, profile: names[0], profiles: names.length > 1 ? names : undefined };
}
