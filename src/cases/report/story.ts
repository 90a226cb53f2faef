import type { LocalFiles } from '../../ports/local-files.ts';
import { toText } from '../../text/number.ts';
import type { ChainEvent } from '../../transcript/walk.ts';
import { type CaseFolder, journalEvents } from '../case-folder.ts';
import { caseTranscripts } from '../case-transcripts.ts';
import { readPin } from '../pin-file.ts';
import {
  type Deed,
  DeedReader,
  type Noted,
  type SeenHost,
  type TakenFile,
  type Unarchived,
} from './deeds.ts';
import type { PinnedNow } from './seen.ts';
import { takenFiles } from './taken.ts';

/** All that a case holds, read once. */
export interface Story {
  readonly journal: readonly ChainEvent[];
  readonly pins: readonly PinnedNow[];
  readonly deeds: readonly Deed[];
  readonly taken: readonly TakenFile[];
  readonly unarchived: readonly Unarchived[];
  readonly notes: readonly Noted[];
  readonly hosts: readonly SeenHost[];
}

type Disk = Pick<LocalFiles, 'read' | 'readText' | 'stat' | 'list'>;

export async function readStory(folder: CaseFolder, files: Disk): Promise<Story> {
  const journal = await journalEvents(folder, files);
  const pins = await pinsOf(folder, journal, files);
  const readers = await transcriptsRead(folder, files);
  const deeds = readers.flatMap((reader) => reader.deeds);
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
