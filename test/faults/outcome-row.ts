import type { Cell } from './cells.ts';
import type { Passed } from './relay.ts';
import type { Outcome } from './run-cell.ts';

/** What is the same each time a cell is played, as it stands in `outcomes.tsv`. */
export interface OutcomeRow {
  readonly job: string;
  readonly fault: string;
  /** The exit code. */
  readonly exit: string;
  /** Main writes that the server carried out. */
  readonly acted: string;
  /** Live Response sessions that are still open on the server. */
  readonly sessions: string;
  /** Requests that came to the server and change something there, by method. */
  readonly writes: string;
  /** Local files, `whole` or `part`. */
  readonly files: string;
  /** What it says of its end, in its first words. */
  readonly words: string;
}

export const columns = ['job', 'fault', 'exit', 'acted', 'sessions', 'writes', 'files', 'words'] as const;

export function rowOf({ job, fault }: Cell, outcome: Outcome): OutcomeRow {
  return {
    job: job.name,
    fault: fault.name,
    exit: String(outcome.exitCode),
    acted: String(outcome.acted),
    sessions: String(outcome.sessionsLeft),
    writes: writesOf(outcome),
    files: filesOf(outcome),
    words: wordsOf(outcome),
  };
}

function writesOf({ passed }: Outcome): string {
  const counts = new Map<string, number>();
  for (const asked of passed) {
    if (isWrite(asked) && asked.status !== undefined)
      counts.set(asked.method, (counts.get(asked.method) ?? 0) + 1);
  }
  return [...counts]
    .sort()
    .map(([method, count]) => `${method} ${count}`)
    .join(' ');
}

/** How often somebody looks depends on how long things take. */
function isWrite({ method, command }: Passed): boolean {
  return (
    method !== 'GET' &&
    (command === undefined ||
      !/^(?:process list|directory list|get file|reg enum key|reg query value)$/.test(command))
  );
}

/** Notes of parts are no results. */
function filesOf({ contents }: Outcome): string {
  const shown = [...contents.keys()].filter((name) => !/\.part\../.test(name));
  const [parts, wholes] = [
    shown.filter((name) => name.endsWith('.part')),
    shown.filter((name) => !name.endsWith('.part')),
  ];
  const count = (names: readonly string[], word: string) =>
    names.length === 0 ? [] : [names.length === 1 ? `${names[0]} ${word}` : `${names.length} ${word}`];
  return [
    ...count(
      wholes.map((name) => name),
      'whole',
    ),
    ...count(
      parts.map((name) => name.slice(0, -5)),
      'part',
    ),
  ].join(', ');
}

function wordsOf({ stderr, stdout }: Outcome): string {
  const lines = stderr.split('\n');
  const own = lines.find((line) => /^(?:cblr|cbq): /.test(line))?.replace(/^\w+: /, '');
  const json = lines.find((line) => line.startsWith('{"error":'));
  const said = own ?? (json === undefined ? '' : messageOf(json));
  const outcomes = [...stdout.matchAll(/"outcome":\s?"([a-z ]+)"/g)].map(([, word]) => word);
  const rows = [...new Set(outcomes)]
    .filter((word) => word !== 'done')
    .sort()
    .join(', ');
  return [rows, said]
    .filter((words) => words !== '')
    .join(': ')
    .replace(/cblr-[0-9a-f]{6,}/g, 'cblr-X')
    .replace(/no connection to SERVER within/g, 'SERVER did not answer within')
    .replace(/\d{3,}/g, 'N')
    .slice(0, 110)
    .trim();
}

function messageOf(json: string): string {
  const { error } = JSON.parse(json) as { readonly error: { readonly message: string } };
  return error.message;
}
