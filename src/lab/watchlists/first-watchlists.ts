import { ActionBook } from './action-book.ts';
import type { IndexType, Watchlist } from './watchlist.ts';
import { WatchlistBook } from './watchlist-book.ts';

interface First {
  readonly id: number;
  readonly name: string;
  /** As people write it. */
  readonly query: string;
  readonly about?: string;
  readonly index?: IndexType;
  /** Added so many days before the lab starts. */
  readonly days: number;
  /** It never ran. */
  readonly isOff?: boolean;
}

/**
 * What colleagues watch for: the shares of the seed scenario, what the lab's intruders do, signatures that are none. The
 * next one to be made gets the number of the seed document's, 222.
 */
const firsts: readonly First[] = [
  {
    id: 5,
    name: 'Signature that is none',
    query:
      '(digsig_result:"Bad Signature" or digsig_result:"Invalid Signature" or digsig_result:"Invalid Chain" or digsig_result:Expired or digsig_result:"Untrusted Root" or digsig_result:"Explicit Distrust")',
    about: 'Programs that ran although their signature does not hold.',
    days: 400,
  },
  {
    id: 6,
    name: 'Signature that is none',
    query: '-(digsig_result:Signed or digsig_result:Unsigned)',
    about: 'The same for binaries, whether they ran or not.',
    index: 'modules',
    days: 400,
  },
  {
    id: 19,
    name: 'PS hidden window',
    query: 'process_name:powershell.exe cmdline:hidden',
    about: 'PowerShell that does not want to be seen.',
    days: 200,
  },
  {
    id: 20,
    name: 'Office starts a shell',
    query:
      '((parent_name:winword.exe or parent_name:excel.exe or parent_name:outlook.exe) (process_name:cmd.exe or process_name:powershell.exe))',
    days: 180,
  },
  {
    id: 24,
    name: '[WARN] Domain administrators listed',
    query: 'process_name:net.exe cmdline:"Domain Admins"',
    about: 'Ask the help desk first: they do that, too.',
    days: 150,
  },
  {
    id: 31,
    name: 'Unsigned in user folders',
    query: 'digsig_result:Unsigned observed_filename:c:\\users*',
    index: 'modules',
    days: 120,
  },
  {
    id: 40,
    name: 'Coin miner',
    query: '(process_name:kswapd0 path:/tmp*)',
    days: 60,
  },
  {
    id: 77,
    name: 'Autorun keys written',
    query: 'regmod:software\\microsoft\\windows\\currentversion\\run*',
    about: 'Too loud; to be narrowed.',
    days: 45,
    isOff: true,
  },
  {
    id: 221,
    name: 'Shares mounted by letter',
    query: 'process_name:net.exe cmdline:use cmdline:\\\\test\\blah',
    about: 'Who mounts the test share.',
    days: 10,
  },
];

/** Ids of those that alert on a hit. */
const alerting: readonly number[] = [5, 19, 20, 40, 221];
const dayMs = 86_400_000;

/** The watchlists of a new lab, by the time it starts at (Unix ms); the same for the same time. */
export function firstWatchlists(startMs: number): WatchlistBook {
  const alert = (owner: number, index: number) => ({
    id: index + 1,
    action_type: 3,
    action_data: null,
    owner,
  });
  return new WatchlistBook(
    [...firsts.map((one) => firstWatchlist(one, startMs)), rawOne(startMs)],
    new ActionBook(alerting.map(alert)),
  );
}

function firstWatchlist({ id, name, query, about, index, days, isOff }: First, startMs: number): Watchlist {
  return {
    id,
    name,
    description: about ?? null,
    index_type: index ?? 'events',
    search_query: `cb.urlver=1&q=${encodeURIComponent(query)}&sort=${index === 'modules' ? 'server_added_timestamp' : 'start'}%20desc`,
    enabled: isOff !== true,
    readonly: false,
    group_id: -1,
    addedMs: startMs - days * dayMs - id * 1_234_567,
    ranMs: isOff === true ? null : startMs - days * dayMs,
  };
}

/** What a script that did not know better left behind: no query string, so it finds nothing. */
function rawOne(startMs: number): Watchlist {
  return {
    id: 108,
    name: 'chrome',
    description: null,
    index_type: 'events',
    search_query: 'chrome.exe',
    enabled: true,
    readonly: false,
    group_id: -1,
    addedMs: startMs - 30 * dayMs,
    ranMs: startMs - 30 * dayMs,
  };
}
