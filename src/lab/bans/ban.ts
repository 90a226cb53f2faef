import { pgTimestamp } from '../timestamps.ts';

/** Who wrote a ban down or changed it, when, and how it stood then. Newest last. */
export interface BanEntry {
  readonly username: string;
  readonly user_id: number;
  /** As the server shows it, in its zone. */
  readonly timestamp: string;
  readonly text: string | null;
  readonly enabled: boolean;
}

/** What sensors told of it. */
export interface BanBlocks {
  readonly count: number;
  readonly lastTime: string;
  readonly hostname: string;
  readonly sensorId: number;
}

/** A hash that may not run. It stands as its newest entry says; nothing of it is ever forgotten (contract/banning.md). */
export interface Ban {
  /** Lower-case. */
  readonly md5: string;
  readonly entries: readonly [BanEntry, ...BanEntry[]];
  readonly blocks: BanBlocks | undefined;
}

/** Whoever asks for a change, and when (Unix ms). */
export interface BanChange {
  readonly username: string;
  readonly userId: number;
  readonly atMs: number;
  readonly text: string | null;
  readonly enabled: boolean;
}

export function isMd5(text: string): boolean {
  return /^[0-9a-f]{32}$/i.test(text);
}

export function banEntry({ username, userId, atMs, text, enabled }: BanChange): BanEntry {
  return { username, user_id: userId, timestamp: pgTimestamp(atMs), text, enabled };
}

export function newestEntry({ entries }: Ban): BanEntry {
  return entries.at(-1) ?? entries[0];
}

/** The record as the server sends it. */
export function banWire(ban: Ban): Record<string, unknown> {
  const { text, enabled, username, user_id, timestamp } = newestEntry(ban);
  const { blocks } = ban;
  return {
    md5hash: ban.md5,
    text,
    enabled,
    username,
    user_id,
    timestamp,
    block_count: blocks?.count ?? 0,
    last_block_time: blocks?.lastTime ?? null,
    last_block_hostname: blocks?.hostname ?? null,
    last_block_sensor_id: blocks?.sensorId ?? null,
    audit: ban.entries,
  };
}
