import { completeFilter } from '../../ops/sensor-filter.ts';
import type { InputOf } from '../../spec/params.ts';

/** Options that say which hosts are meant: one of the values of each option that was given. */
export const targetOptions = {
  sensor: { kind: 'sensor', repeat: true, value: 'WHICH', about: 'id, name, wildcard, address or CIDR' },
  group: { kind: 'group', repeat: true, value: 'NAME|ID', about: 'of this sensor group' },
  os: { kind: 'choice', choices: ['windows', 'linux', 'macos'], repeat: true, about: 'of this system' },
  status: { kind: 'text', repeat: true, value: 'WORD', about: 'as cbq sensor --status takes it: online …' },
  hits: { kind: 'text', repeat: true, value: 'QUERY', about: 'on which a search for processes finds one' },
  alerts: { kind: 'text', repeat: true, value: 'QUERY', about: 'of which a search for alerts finds one' },
  watchlist: {
    kind: 'watchlist',
    repeat: true,
    about: 'on which the query of this watchlist finds something',
  },
  file: { kind: 'localPath', repeat: true, about: 'named in this file, one a line; - for stdin' },
  except: { kind: 'sensor', repeat: true, value: 'WHICH', about: 'but not these, as for --sensor' },
  limit: { kind: 'integer', value: 'N', about: 'at most so many, in the order of their names' },
} as const;

export const completeTargets = { status: completeFilter.status };

/** Of those that take nothing else: what to do with the name of a host. */
export const hostsAreOptions = 'hosts are said by options: --sensor 10, --group Servers, --os linux';

export type TargetInput = InputOf<Record<never, never>, typeof targetOptions>;

/** Of every command that takes targets. */
export const targetDetails =
  'Several values of one option are alternatives, and different options must all be met: --sensor "WEB*" --sensor "DB*" --os linux is every host of either name that runs Linux. --sensor "*" is all.';
