import type { LocalFiles } from '../../ports/local-files.ts';
import { toText } from '../../text/number.ts';
import type { ChainEvent } from '../../transcript/walk.ts';
import { type CaseFolder, journalEvents } from '../case-folder.ts';
import { caseTranscripts } from '../case-transcripts.ts';
import { readPin } from '../pin-file.ts';
import {
  type Deed,
  DeedReader,
  type KeptBefore,
  type Noted,
  type SeenHost,
  type TakenFile,
  type Unarchived,
} from './deeds.ts';
import { shownSize } from './facts.ts';
import type { PinnedNow } from './seen.ts';
import { takenFiles } from './taken.ts';

/** A deed with what was there before each of its changes, in words. */
export interface ToldDeed extends Deed {
  readonly before: readonly string[];
}

/** Says what was there by what is kept of it; undefined where that is not what the transcript tells of. */
export type WordsBefore = (kept: KeptBefore) => Promise<string | undefined>;

/** All that a case holds, read once. */
export interface Story {
  readonly journal: readonly ChainEvent[];
  readonly pins: readonly PinnedNow[];
  readonly deeds: readonly ToldDeed[];
  readonly taken: readonly TakenFile[];
  readonly unarchived: readonly Unarchived[];
  readonly notes: readonly Noted[];
  readonly hosts: readonly SeenHost[];
}

type Disk = Pick<LocalFiles, 'read' | 'readText' | 'stat' | 'list'>;

export async function readStory(folder: CaseFolder, files: Disk, wordsBefore: WordsBefore): Promise<Story> {
  const journal = await journalEvents(folder, files);
  const pins = await pinsOf(folder, journal, files);
  const readers = await transcriptsRead(folder, files);
  const deeds = await withBefore(readers, wordsBefore);
  const ownNotes = journal
    .filter(({ kind }) => kind === 'noted')
    .map(({ at, fields }) => ({ at, by: String(fields['by']), text: String(fields['text']) }));
  return {
    journal,
    pins,
    deeds,
    taken: await takenFiles(folder, deeds, files),
    unarchived: readers.flatMap(({ unarchived }) => unarchived),
    notes: [...ownNotes, ...readers.flatMap(({ notes }) => notes)],
    hosts: hostsOf(
      pins,
      readers.flatMap(({ hosts }) => hosts),
    ),
  };
}

async function pinsOf(
  { path }: CaseFolder,
  journal: readonly ChainEvent[],
  files: Disk,
): Promise<readonly PinnedNow[]> {
  const pins: PinnedNow[] = [];
  for (const { fields } of journal.filter(({ kind }) => kind === 'pinned')) {
    const file = String(fields['file']);
    // It was written by us, and leads nowhere else.
    const pin = /^pins\/[^/\\]+$/.test(file) ? await readPin(`${path}/${file}`, files) : undefined;
    const note = fields['note'] === undefined ? undefined : String(fields['note']);
    if (pin !== undefined) pins.push({ ...pin, server: String(fields['server']), note });
  }
  return pins;
}

async function transcriptsRead(folder: CaseFolder, files: Disk): Promise<readonly DeedReader[]> {
  const readers: DeedReader[] = [];
  for await (const lines of caseTranscripts(folder, files)) {
    const reader = new DeedReader();
    for await (const { event } of lines) {
      if (event !== undefined) reader.take(event);
    }
    readers.push(reader);
  }
  return readers;
}

/** What was put back is told in a transcript of its own, perhaps. */
async function withBefore(
  readers: readonly DeedReader[],
  wordsBefore: WordsBefore,
): Promise<readonly ToldDeed[]> {
  const nameOf = ({ step, change }: Pick<KeptBefore, 'step' | 'change'>) => `${step} ${change}`;
  const undone = new Map(readers.flatMap((reader) => reader.undone.map((each) => [nameOf(each), each.by])));
  const told: ToldDeed[] = [];
  for (const deed of readers.flatMap((reader) => reader.deeds)) {
    const before: string[] = [];
    for (const kept of deed.kept) {
      const name = nameOf(kept);
      const by = undone.get(name);
      const back = !undone.has(name) ? '' : by === undefined ? '; put back' : `; put back by step ${by}`;
      before.push(`before: ${kept.thing} ${kept.path}: ${(await wordsBefore(kept)) ?? plainly(kept)}${back}`);
    }
    told.push({ ...deed, before });
  }
  return told;
}

function plainly({ before, bytes, sha256 }: KeptBefore): string {
  const size = bytes === undefined ? '' : `, ${shownSize(bytes)}`;
  return `${before === 'data' ? 'something' : before}${size}${sha256 === undefined ? '' : `, SHA-256 ${sha256}`}`;
}

/** Each once, whatever it was called. */
function hostsOf(pins: readonly PinnedNow[], worked: readonly SeenHost[]): readonly SeenHost[] {
  const pinned = pins
    .filter(({ what }) => what === 'sensor')
    .map(({ id, wire, server }) => ({
      host: toText(wire['computer_name']) ?? '',
      sensor: id,
      server,
      system: toText(wire['os_environment_display_string']) ?? '',
    }));
  const seen = pins.flatMap(({ chain: [first], server }) =>
    first === undefined
      ? []
      : [{ host: first.hostname, sensor: String(first.sensorId ?? ''), server, system: '' }],
  );
  const all = new Map<string, SeenHost>();
  for (const each of [...pinned, ...worked, ...seen]) {
    const key = `${each.server} ${each.sensor}`;
    if (!all.has(key)) all.set(key, each);
  }
  return [...all.values()];
}
