import { toBoolean, toId, toText } from '../../text/number.ts';
import { toObject, type WireObject } from './read.ts';

/** A feed of threat reports (contract/feeds-reports.md). What is missing is empty. */
export interface Feed {
  /** As text: ids are compared as strings. */
  readonly id: string;
  /** The short one, as in `alliance_score_<name>`. */
  readonly name: string;
  readonly displayName: string;
  readonly url: string;
  readonly isEnabled: boolean;
  /** Holds secrets and pictures; `shownFeed` is what may be shown. */
  readonly wire: WireObject;
}

/** Reads a feed; never fails on what is missing or mistyped. */
export function readFeed(json: unknown): Feed {
  const wire = toObject(json);
  return {
    id: toId(wire['id']) ?? '',
    name: trimmed(wire['name']),
    displayName: trimmed(wire['display_name']),
    url: trimmed(wire['feed_url']),
    isEnabled: toBoolean(wire['enabled']) ?? false,
    wire,
  };
}

/** The pictures are megabytes; a server sends password and key in clear. */
const hidden: ReadonlySet<string> = new Set(['icon', 'icon_small', 'password', 'ssl_client_key']);

/** The feed without its secrets and pictures. */
export function shownFeed(wire: WireObject): WireObject {
  return Object.fromEntries(Object.entries(wire).filter(([name]) => !hidden.has(name)));
}

function trimmed(value: unknown): string {
  return toText(value)?.trim() ?? '';
}
