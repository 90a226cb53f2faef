import { median, repeat, root, run } from '../support/run.ts';
import type { Row } from '../support/table.ts';
import { withReplies } from '../support/with-replies.ts';

const times = 20;
/** Rows that a search asks for, and is given. */
const rows = 10;

/** What is measured, and how many times the start of a Node that does nothing it may take. */
const starts = {
  'cblr --help': { program: 'cblr', args: ['--help'], limit: 1.5 },
  'a name completed by Tab': { program: 'cblr', args: ['__complete', '--', 'p'], limit: 1.5 },
  'cbq process, one page': { program: 'cbq', args: ['process', '--limit', String(rows)], limit: 3.5 },
  'cblr ps 10, a session of its own': { program: 'cblr', args: ['ps', '10'], limit: 5 },
} as const;

/** Whole processes with stdout on a pipe, by turns with a bare Node that does nothing, against a server that takes no time. */
export async function startUp(): Promise<readonly Row[]> {
  return await withReplies(rows, async ({ env: home, folder }) => {
    // More CAs than Node's own would be read by both, in a time that is none of ours.
    const env = { ...home, NODE_EXTRA_CA_CERTS: '', XDG_CACHE_HOME: folder };
    const node = (args: readonly string[]) => run(process.execPath, args, { env });
    const of = ({ program, args }: (typeof starts)[keyof typeof starts]) =>
      node([`${root}bin/${program}.js`, ...args]);
    // Warms the compile cache: every later start finds it so.
    for (const start of Object.values(starts)) await of(start);
    const bare: number[] = [];
    const taken = new Map<string, number[]>(Object.keys(starts).map((what) => [what, []]));
    await repeat(times, async () => {
      bare.push((await node(['-e', '0'])).ms);
      for (const [what, start] of Object.entries(starts)) taken.get(what)?.push((await of(start)).ms);
    });
    const base = median(bare);
    return Object.entries(starts).map(([what, { limit }]) => {
      const ms = median(taken.get(what) ?? []);
      return {
        what: `${what} against node -e 0`,
        figure: `${(ms / base).toFixed(2)} x`,
        limit: `${limit} x`,
        ok: ms <= limit * base,
        note: `${ms.toFixed(0)} ms, node ${base.toFixed(0)} ms`,
      };
    });
  });
}
