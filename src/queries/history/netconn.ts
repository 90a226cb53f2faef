import type { ProcessEvent } from '../../api/wire/process-event.ts';
import { CbError } from '../../errors/cb-error.ts';
import { queryValue } from '../../text/query-filters.ts';
import { query } from '../context.ts';
import { historyConflicts, historyOf, historyOptions } from './history-of.ts';

export const historyNetconn = query({
  name: 'history netconn',
  about: 'which hosts spoke with an address or a name',
  details:
    'An IP address, or a domain with all below it. As recorded: a connection that was blocked, or a name that was looked up by something else, may not be in it.',
  group: 'processes',
  effect: 'reads',
  operands: { remote: { kind: 'text', about: 'IP address or domain of the other side' } },
  options: historyOptions,
  conflicts: historyConflicts,
  search: ['network', 'connection', 'domain', 'ip', 'beacon', 'c2'],
  examples: [
    { line: 'cbq history netconn 203.0.113.66', shows: 'who called it, and when' },
    {
      line: 'cbq history netconn bad-actor.example --since=-30d',
      shows: 'the same of a domain with all below it',
    },
  ],
  async run({ remote, ...input }, context) {
    const asked = remote.trim().toLowerCase().replace(/\.$/, '');
    if (asked === '' || /[*?\s]/.test(asked)) {
      throw new CbError('Usage', 'an address or a domain is wanted, without wildcards', {
        hint: 'what is below a domain counts, too',
      });
    }
    const isAddress = /^\d{1,3}(?:\.\d{1,3}){3}$|:/.test(asked);
    const q = isAddress ? `ipaddr:${queryValue(asked)}` : `domain:${queryValue(asked)}`;
    return await historyOf(q, (event) => isWith(event, asked, isAddress), input, context);
  },
});

function isWith({ kind, details }: ProcessEvent, asked: string, isAddress: boolean): boolean {
  if (kind !== 'netconn') return false;
  if (isAddress)
    return [details['remote_ip'], details['proxy_ip']].some((ip) => String(ip).toLowerCase() === asked);
  const domain = String(details['domain'] ?? '')
    .toLowerCase()
    .replace(/\.$/, '');
  return domain === asked || domain.endsWith(`.${asked}`);
}
