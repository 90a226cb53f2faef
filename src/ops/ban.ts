import type { Cb } from '../api/client.ts';
import type { Bans } from '../api/resources/bans.ts';
import type { Ban } from '../api/wire/ban.ts';
import { CbError } from '../errors/cb-error.ts';
import { shownMd5 } from '../text/md5.ts';
import { atMost } from './at-most.ts';
import { lookBehind } from './look-behind.ts';
import { proven } from './proven.ts';

/** What is known of a hash before anything is done: its record, or undefined for one that never was banned. */
export type KnownBans = ReadonlyMap<string, Ban | undefined>;

/** How one hash ended; as rows of bulk work say it. */
export interface BanOutcome {
  readonly outcome: 'done' | 'same';
  readonly detail?: string | undefined;
}

/** So many are asked for one by one; for more the whole list is cheaper. */
const fewHashes = 8;

/** How the hashes (lower case) stand on the server; 8 requests at most, or the list. */
export async function knownBans(
  { bans }: Pick<Cb, 'bans'>,
  md5s: readonly string[],
  signal: AbortSignal,
): Promise<KnownBans> {
  if (md5s.length <= fewHashes) {
    const turns = atMost(fewHashes);
    const found = md5s.map((md5) =>
      turns(async () => [md5, await bans.find(md5, { signal })] as [string, Ban | undefined]),
    );
    return new Map(await Promise.all(found));
  }
  const wanted = new Set(md5s);
  const known = new Map<string, Ban>();
  // Of a list that may be many times as long only what is wanted is kept.
  for await (const ban of bans.all({ signal })) {
    if (wanted.has(ban.md5)) known.set(ban.md5, ban);
  }
  return known;
}

export interface BanOrder {
  readonly md5: string;
  readonly text: string;
  readonly known: Ban | undefined;
  readonly signal: AbortSignal;
}

/** Bans a hash; an enabled ban stays as it is, a disabled one is enabled (contract/banning.md). */
export async function banHash(
  bans: Bans,
  { md5, text, known, signal }: BanOrder,
  isDryRun: boolean,
): Promise<BanOutcome> {
  if (known?.isEnabled === true) return { outcome: 'same', detail: whose(known) };
  const isBanned = async () => (await bans.find(md5, { signal }))?.isEnabled === true;
  const isNew = await proven(() => bans.add(md5, text, { signal }), isBanned);
  if (isNew !== false || isDryRun) return known === undefined ? { outcome: 'done' } : enabled;
  const now = await bans.find(md5, { signal });
  if (now?.isEnabled === true) return { outcome: 'same', detail: whose(now) };
  // A server that knows of it and bans it not: it was disabled meanwhile, or wants to be told by PUT.
  if ((await proven(() => bans.add(md5, text, { signal }), isBanned)) === false) {
    await proven(() => bans.update(md5, { text, enabled: true }, { signal }), isBanned);
    if ((await lookBehind(bans.find(md5, { signal })))?.isEnabled !== true)
      throw unchanged(md5, 'not banned');
  }
  return enabled;
}

const enabled: BanOutcome = { outcome: 'done', detail: 'was disabled' };

/** Lets a hash run again, and puts back the text that the server clears then. Kind `NotFound` for one that never was banned. */
export async function disableBan(
  bans: Bans,
  { md5, text, known, signal }: Omit<BanOrder, 'text'> & { readonly text: string | undefined },
  isDryRun: boolean,
): Promise<BanOutcome> {
  if (known === undefined) throw notBanned(md5);
  const isSo = (ban: Ban): boolean => !ban.isEnabled && (text === undefined || text === ban.text);
  if (isSo(known)) return { outcome: 'same' };
  // Read again: what is put back is the text of now, not of a list that was read a while ago.
  const before = await bans.find(md5, { signal });
  if (before === undefined) throw notBanned(md5);
  if (isSo(before)) return { outcome: 'same' };
  const runs = async () => (await bans.find(md5, { signal }))?.isEnabled === false;
  if (before.isEnabled) await proven(() => bans.remove(md5, { signal }), runs);
  const why = text ?? before.text;
  if (why !== '') {
    const hasText = async () => (await bans.find(md5, { signal }))?.text === why;
    const change = { text: why, enabled: false };
    await proven(() => bans.update(md5, change, { signal }), hasText).catch((error: unknown) => {
      throw before.isEnabled ? withoutText(error, md5, why) : error;
    });
  }
  if (isDryRun) return { outcome: 'done' };
  let now = await lookBehind(bans.find(md5, { signal }));
  if (now?.isEnabled === true && why !== '') {
    // The server takes the text for a new ban: that it runs counts more than why it once did not.
    await proven(() => bans.remove(md5, { signal }), runs);
    now = await lookBehind(bans.find(md5, { signal }));
  }
  if (now?.isEnabled === true) throw unchanged(md5, 'still banned');
  return { outcome: 'done', detail: now?.text === why ? undefined : 'the server did not keep the text' };
}

/** Lets a hash run again; its text goes, the record with who did what stays. Kind `NotFound` for one that never was banned. */
export async function removeBan(
  bans: Bans,
  { md5, known, signal }: Pick<BanOrder, 'md5' | 'known' | 'signal'>,
): Promise<BanOutcome> {
  if (known === undefined) throw notBanned(md5);
  if (!known.isEnabled && known.text === '') return { outcome: 'same' };
  const isGone = async () => (await bans.find(md5, { signal }))?.isEnabled !== true;
  await proven(() => bans.remove(md5, { signal }), isGone);
  return { outcome: 'done' };
}

/** Enables a disabled ban with its text, or another one. Kind `NotFound` for a hash that never was banned. */
export async function enableBan(
  bans: Bans,
  { md5, text, known, signal }: Omit<BanOrder, 'text'> & { readonly text: string | undefined },
  isDryRun: boolean,
): Promise<BanOutcome> {
  if (known === undefined) throw notBanned(md5);
  const { outcome } = await banHash(bans, { md5, text: text ?? known.text, known, signal }, isDryRun);
  return { outcome };
}

/** `banned by mia: coin miner`. */
function whose({ username, text }: Ban): string | undefined {
  const by = username === '' ? '' : `by ${username}`;
  return [by, text].filter((part) => part !== '').join(': ') || undefined;
}

export function notBanned(md5: string): CbError {
  return new CbError('NotFound', `${shownMd5(md5)} is not on the ban list`, {
    hint: 'cbq ban lists what is; cbq ban add puts it there',
    context: { md5 },
  });
}

/** The ban is disabled, which cleared its text: nobody else knows it now. */
function withoutText(error: unknown, md5: string, text: string): unknown {
  if (!(error instanceof CbError) || error.kind === 'Interrupted' || error.kind === 'Terminated')
    return error;
  return error.reworded({
    message: `${shownMd5(md5)} runs again, and its text ${JSON.stringify(text)} was not put back: ${error.message}`,
    hint: 'cbq ban disable MD5 --text WHY puts it back',
    mayBeDone: false,
  });
}

function unchanged(md5: string, how: string): CbError {
  return new CbError('ServerError', `the server took the request, yet ${shownMd5(md5)} is ${how}`, {
    hint: 'look at it with cbq ban show, and at the rights of your user',
    context: { md5 },
  });
}
