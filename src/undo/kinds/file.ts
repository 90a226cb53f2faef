import type { AroundChange } from '../../live/command-options.ts';
import type { Keeper, ThingChange, ThingState } from '../../ports/keeper.ts';
import { formatBytes } from '../../text/bytes.ts';
import { isThere, noThing } from '../states.ts';
import { liveOf, type ThingKind, type UndoPlace } from './thing-kind.ts';

/** A file, a directory by itself, or nothing. */
export const remoteFile: ThingKind = {
  async look({ path }, place, bytes, found) {
    const { files } = liveOf(place);
    const { signal } = place.writes;
    const entry = found ?? (await files.stat(path, signal));
    if (entry === undefined) return noThing;
    if (entry.isLink) return { is: 'unkept', why: 'it is a link' };
    if (entry.isDirectory) return isThere;
    const { size } = entry;
    if (size === undefined) return { is: 'unkept', why: 'the sensor does not say how long it is' };
    const why = bytes.tooMuch(size);
    if (why !== undefined) return { is: 'unkept', why, bytes: size, written: entry.lastWriteTime };
    const data = await bytes.keep(found?.read?.() ?? files.read(path, {}, signal), size);
    return { ...data, written: entry.lastWriteTime };
  },
  async make({ path }, wanted, now, place, bytes) {
    const { files, transfers } = liveOf(place);
    const { writes } = place;
    if (now.is === 'there') await files.removeEmpty(path, writes);
    else if (now.is !== 'nothing' && wanted.is !== 'data') await files.remove(path, writes);
    if (wanted.is === 'there') await files.makeDirectory(path, writes);
    if (wanted.is !== 'data') return;
    const { bytes: size = 0, kept = '' } = wanted;
    const content = { size, read: () => bytes.read(wanted, writes.signal) };
    await transfers.uploadContent(content, kept, path, {
      ...writes,
      force: now.is !== 'nothing',
      onProgress: () => undefined,
    });
  },
  words(state) {
    if (state.is === 'there') return 'a directory';
    if (state.is === 'nothing') return 'nothing';
    const size = state.bytes === undefined ? 'a file' : formatBytes(state.bytes);
    if (state.is === 'unkept') return `${size} (${state.why})`;
    return state.sha256 === undefined ? size : `${size}, SHA-256 ${state.sha256.slice(0, 12)}…`;
  },
  lost(wanted) {
    if (wanted.is === 'there') return 'its times, attributes, owner and rights';
    return wanted.is === 'data' ? 'its times, attributes, owner, rights and other streams' : undefined;
  },
  async within(path, place) {
    const entries = await contentsOf(path, place);
    return entries.map((entry) => ({ kind: 'file', path: entry }) as const);
  },
};

async function contentsOf(path: string, place: UndoPlace): Promise<readonly string[]> {
  const unread: string[] = [];
  const { files } = liveOf(place);
  const entries = await files.list(path, place.writes.signal, (sentence) => unread.push(sentence));
  return [...entries.map((entry) => entry.path), ...unread];
}

/** Keeps what is changed by what puts files and makes directories. */
export function keepingFiles(keeper: Keeper): AroundChange {
  return async ({ path, there, makesDirectory }, act) => {
    const change: ThingChange = {
      thing: { kind: 'file', path },
      before: there === undefined ? noThing : undefined,
      found: there,
      left: makesDirectory ? isThere : undefined,
    };
    await keeper.change([change], act, (put) =>
      put === undefined ? [] : [{ is: 'data', bytes: put.size, sha256: put.sha256 }],
    );
  };
}

/** What is there by a look that does not read it. */
export function foundState(
  entry: { readonly size: number | undefined; readonly lastWriteTime: number } | undefined,
): ThingState | undefined {
  if (entry === undefined) return undefined;
  return { is: 'data', bytes: entry.size, written: entry.lastWriteTime };
}
