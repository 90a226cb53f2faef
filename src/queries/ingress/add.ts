import type { NewIngressFilter } from '../../api/resources/ingress-filters.ts';
import type { IngressFilter } from '../../api/wire/ingress-filter.ts';
import { CbError } from '../../errors/cb-error.ts';
import { groupBook } from '../../ops/group-book.ts';
import { proven } from '../../ops/proven.ts';
import { parseMd5 } from '../../text/md5.ts';
import { ingressState } from '../../undo/kinds/ingress-filter.ts';
import { bulk } from '../../views/bulk-rows.ts';
import { query } from '../context.ts';
import { filterNameColumns, systems } from './columns.ts';

export const ingressAdd = query({
  name: 'ingress add',
  about: 'have the server throw away what some processes do',
  details:
    'What a filter meets is recorded nowhere and found by nothing, from then on and for good. One of --path, --command-line and --md5 says which processes; paths take wildcards. All events of them, and with --descendants of what they start.',
  group: 'server',
  effect: 'disrupts',
  undo: 'kept',
  question: 'own',
  operands: { name: { kind: 'text', about: 'of the new filter' } },
  options: {
    path: { kind: 'text', repeat: true, value: 'GLOB', about: 'processes whose path fits' },
    commandLine: { kind: 'text', repeat: true, value: 'REGEX', about: 'processes whose command line fits' },
    md5: { kind: 'text', repeat: true, value: 'MD5', about: 'processes of this binary' },
    descendants: {
      kind: 'integer',
      value: 'LEVELS',
      about: 'what they start, too: 1 for children, 2 for theirs, -1 for all',
    },
    os: {
      kind: 'list',
      choices: ['windows', 'macos', 'linux'],
      about: 'on these systems; all when not said',
    },
    group: { kind: 'group', repeat: true, about: 'in these sensor groups; all when not said' },
    description: { kind: 'text', value: 'TEXT', about: 'why it is there' },
    disabled: { kind: 'flag', about: 'make it, and leave it off' },
  },
  search: ['whitelist', 'exclusion', 'exclude', 'drop', 'noise'],
  examples: [
    {
      line: "cbq ingress add 'Virus scanner' --path 'c:\\program files\\scanner\\*' --os windows --disabled",
      shows: 'one that ingress enable switches on',
    },
    {
      line: 'cbq ingress add Build --path /opt/build/ninja --descendants -1 --dry-run',
      shows: 'what would be sent',
    },
  ],
  async run({ name: typed, path, commandLine, md5, descendants, os, group, description, disabled }, context) {
    const { signal } = context;
    const name = typed.trim();
    const id = name.replaceAll(/[^A-Za-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '');
    if (id === '')
      throw new CbError('Usage', 'the name of a filter needs a letter or digit: its id comes of it');
    if (path.length + commandLine.length + md5.length === 0) {
      throw new CbError('Usage', 'it is not said which processes', {
        hint: '--path, --command-line or --md5 says so: a filter without them meets everything',
      });
    }
    if ([...path, ...commandLine].some((text) => /^[\s*.?/\\]*$/.test(text))) {
      throw new CbError('Usage', 'a filter that meets every process is not made here', {
        hint: 'say more of the path',
      });
    }
    if (descendants !== undefined && descendants < -1)
      throw new CbError('Usage', '--descendants wants -1, 0, or a number of levels');
    const md5s = md5.map(parseMd5);
    const cb = await context.cb();
    const all = await cb.ingressFilters.list({ signal });
    const taken = all.find(
      (each) => each.id.toLowerCase() === id.toLowerCase() || each.name.toLowerCase() === name.toLowerCase(),
    );
    if (taken !== undefined) throw isTaken(taken);
    const book = groupBook(cb, context);
    const groups: number[] = [];
    for (const each of group) groups.push((await book.named(each)).id);
    const filter: NewIngressFilter = {
      id,
      name,
      description: description ?? '',
      enabled: !disabled,
      ...(path.length === 0 ? {} : { path_filters: path }),
      ...(commandLine.length === 0 ? {} : { command_line_filters: commandLine }),
      ...(md5s.length === 0 ? {} : { md5_filters: md5s }),
      ...(descendants === undefined ? {} : { descendant_filtering_level: descendants }),
      ...(os === undefined ? {} : { os_mask: os.reduce((mask, each) => mask | systems[each], 0) }),
      ...(groups.length === 0 ? {} : { global: false, group_ids: groups }),
    };
    if (!disabled) {
      const where =
        groups.length === 0 ? 'all groups' : groups.length === 1 ? '1 group' : `${groups.length} groups`;
      await context.ask.confirm(`throw away from now on what "${name}" meets, in ${where}?`);
    }
    return bulk(
      {
        items: [{ id, name }],
        noun: 'filters',
        verb: 'made',
        columns: filterNameColumns,
        async act(_item, stop) {
          const isThere = async () =>
            (await cb.ingressFilters.list({ signal: stop })).some((each) => each.id === id);
          const change = {
            thing: { kind: 'ingress filter', path: id },
            before: ingressState(undefined),
          } as const;
          await context.keeper.change([{ ...change, left: ingressState({ wire: filter }) }], () =>
            proven(() => cb.ingressFilters.create(filter, { signal: stop }), isThere),
          );
          return { outcome: 'done' };
        },
      },
      context,
    );
  },
});

function isTaken({ id, name }: IngressFilter): CbError {
  return new CbError('CommandFailed', `there is a filter ${id} "${name}" already`, {
    hint: 'choose another name',
  });
}
