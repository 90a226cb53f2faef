import { toBoolean, toId, toText } from '../../text/number.ts';
import { redactUrl } from '../../text/redact.ts';
import { toObject, type WireObject } from './read.ts';

/** A feed of threat reports (contract/feeds-reports.md). What is missing is empty. */
export interface Feed {
  /** As text: ids are compared as strings. */
  readonly id: string;
  /** The short one, as in `alliance_score_<name>`. */
  readonly name: string;
  readonly displayName: string;
  /** As sent: it may hold a password. */
  readonly url: string;
  readonly isEnabled: boolean;
  /** As sent, without pictures (they are megabytes) and secrets (a server sends password and key in clear). */
  readonly wire: WireObject;
  /** With them, to be sent back. Never to be shown. */
  readonly whole: WireObject;
}

/** Reads a feed; never fails on what is missing or mistyped. */
export function readFeed(json: unknown): Feed {
  const whole = toObject(json);
  const wire = Object.fromEntries(
    Object.entries(whole)
      .filter(([name]) => !hidden.has(name))
      .map(([name, value]) => [
        name,
        typeof value === 'string' && /url$/.test(name) ? redactUrl(value) : value,
      ]),
  );
  return {
    id: toId(wire['id']) ?? '',
    name: trimmed(wire['name']),
    displayName: trimmed(wire['display_name']),
    url: trimmed(whole['feed_url']),
    isEnabled: toBoolean(wire['enabled']) ?? false,
    wire,
    whole,
  };
}

const hidden: ReadonlySet<string> = new Set(['icon', 'icon_small', 'password', 'ssl_client_key']);

function trimmed(value: unknown): string {
  return toText(value)?.trim() ?? '';
}
