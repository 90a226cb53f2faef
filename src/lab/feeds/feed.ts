import { isRecord } from '../json.ts';

/** A threat intelligence feed as the server shows it, without its icons (contract/feeds-reports.md). */
export interface Feed {
  readonly id: number;
  /** Lower-case letters and digits; a part of `alliance_score_<name>`. */
  readonly name: string;
  readonly display_name: string;
  readonly feed_url: string;
  readonly enabled: boolean;
  readonly summary: string;
  readonly tech_data: string;
  readonly category: string;
  readonly provider_url: string;
  readonly provider_rating: number;
  readonly local_rating: number | null;
  readonly manually_added: boolean;
  readonly order: number;
  readonly use_proxy: boolean | null;
  readonly validate_server_cert: boolean | null;
  readonly username: string | null;
  /** Sent in clear, as the real server does. */
  readonly password: string | null;
  readonly ssl_client_crt: string | null;
  readonly ssl_client_key: string | null;
  readonly requires: string | null;
  readonly requires_who: string | null;
  readonly requires_what: string | null;
}

/** What can be said of a feed by whoever adds or changes it. */
export type FeedChange = Partial<Omit<Feed, 'id' | 'name' | 'manually_added'>>;

/** One that has nothing but what it must have. */
export function makeFeed(
  id: number,
  name: string,
  more: FeedChange & { readonly manually_added?: boolean },
): Feed {
  return {
    display_name: name,
    feed_url: '',
    enabled: true,
    summary: '',
    tech_data: 'There are no requirements to share any data to receive this feed.',
    category: 'Open Source',
    provider_url: '',
    provider_rating: 3.0,
    local_rating: null,
    manually_added: false,
    order: id,
    use_proxy: null,
    validate_server_cert: null,
    username: null,
    password: null,
    ssl_client_crt: null,
    ssl_client_key: null,
    requires: null,
    requires_who: null,
    requires_what: null,
    ...more,
    id,
    name,
  };
}

const texts = ['display_name', 'feed_url', 'summary', 'tech_data', 'category', 'provider_url'] as const;
const optionalTexts = [
  'username',
  'password',
  'ssl_client_crt',
  'ssl_client_key',
  'requires',
  'requires_who',
  'requires_what',
] as const;
const optionalFlags = ['use_proxy', 'validate_server_cert'] as const;

/** The keys that can be changed, of a type that can be; whatever else a whole object carries is the server's own. */
export function feedChange(sent: Readonly<Record<string, unknown>>): FeedChange {
  const pick = <T>(names: readonly string[], is: (value: unknown) => value is T) =>
    names.flatMap((name): [string, T][] => {
      const value = sent[name];
      return is(value) ? [[name, value]] : [];
    });
  return Object.fromEntries<unknown>([
    ...pick(texts, isText),
    ...pick(optionalTexts, isOptionalText),
    ...pick(optionalFlags, isOptionalFlag),
    ...pick(['enabled'], isFlag),
    ...pick(['provider_rating', 'order'], isNumber),
    ...pick(['local_rating'], isOptionalNumber),
  ]);
}

export function isFeed(value: unknown): value is Feed {
  return (
    isRecord(value) &&
    Number.isSafeInteger(value['id']) &&
    isText(value['name']) &&
    texts.every((name) => isText(value[name])) &&
    isFlag(value['enabled'])
  );
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isOptionalText(value: unknown): value is string | null {
  return value === null || isText(value);
}

function isFlag(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

function isOptionalFlag(value: unknown): value is boolean | null {
  return value === null || isFlag(value);
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}

function isOptionalNumber(value: unknown): value is number | null {
  return value === null || isNumber(value);
}
