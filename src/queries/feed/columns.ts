import type { Feed } from '../../api/wire/feed.ts';
import type { Cell, Column } from '../../spec/result.ts';

type Options = Omit<Column<Feed>, 'field' | 'head' | 'of'>;

const field = (name: string, head: string, options: Options = {}): Column<Feed> => ({
  field: name,
  head,
  of: ({ wire }) => wire[name] as Cell,
  ...options,
});
const wide = (name: string, head: string, options: Options = {}) =>
  field(name, head, { wide: true, ...options });

/** The two columns by which a row of bulk work names its feed. */
export const feedNameColumns: readonly Column<Feed>[] = [
  { field: 'id', head: 'id', of: ({ wire }) => wire['id'] as Cell, align: 'right' },
  { field: 'name', head: 'name', of: ({ name }) => name, style: () => 'name', firm: true },
];

/** Fields by their wire names (contract/feeds-reports.md), without pictures and secrets; the first ones are what a list shows. */
export const feedColumns: readonly Column<Feed>[] = [
  ...feedNameColumns,
  field('display_name', 'title'),
  field('enabled', 'state', {
    show: ({ isEnabled }) => (isEnabled ? 'on' : 'off'),
    style: ({ isEnabled }) => (isEnabled ? 'ok' : 'dim'),
  }),
  field('category', 'category', { drop: 2 }),
  field('feed_url', 'url', { drop: 1 }),
  wide('provider_url', 'provider'),
  wide('provider_rating', 'rating of the provider', { align: 'right' }),
  wide('local_rating', 'own rating', { align: 'right' }),
  wide('manually_added', 'added by hand'),
  wide('validate_server_cert', 'certificate checked'),
  wide('use_proxy', 'through the proxy'),
  wide('username', 'user'),
  wide('ssl_client_crt', 'client certificate'),
  wide('order', 'order', { align: 'right' }),
  wide('requires', 'requires'),
  wide('requires_who', 'requires of'),
  wide('requires_what', 'requires what'),
  wide('summary', 'summary'),
  wide('tech_data', 'technical data'),
];

/** What JSON shows of a feed. */
export function feedObject({ wire }: Feed): Readonly<Record<string, Cell>> {
  return wire as Readonly<Record<string, Cell>>;
}
