import { transcriptsOf } from '../cases/case-folder.ts';
import type { CommandContext } from '../commands/context.ts';
import {
  type FoundTranscript,
  findTranscript,
  folderAt,
  transcriptsIn,
} from '../commands/transcript/places.ts';
import { sentenceOf } from '../commands/transcript/sentence.ts';
import { CbError } from '../errors/cb-error.ts';
import type { Deeds, DeedsAbout, RecordedDeed } from '../ports/deeds.ts';
import { events } from '../transcript/events.ts';
import { walkChain } from '../transcript/walk.ts';

/** The lines of transcripts, each with whose they are and which sensor they are about. */
export async function deedsOf(
  from: Deeds,
  about: DeedsAbout,
  context: CommandContext,
): Promise<AsyncIterable<RecordedDeed>> {
  const found =
    from === 'case'
      ? await ofCase(context)
      : await Promise.all(from.map((word) => findTranscript(word, context)));
  return (async function* () {
    for (const each of found) yield* linesOf(each, about);
  })();
}

async function ofCase(context: CommandContext): Promise<readonly FoundTranscript[]> {
  const folder = await context.program.openCase();
  if (folder === undefined) {
    const profile = await context.program.profileName();
    throw new CbError(
      'Usage',
      `--actions takes the transcripts of a case, and none is open for profile ${profile}`,
      {
        hint: 'name one with --case NAME, or transcripts with --actions-from',
      },
    );
  }
  const path = transcriptsOf(folder);
  if ((await context.runtime.files.stat(path))?.isDirectory !== true) return [];
  return await transcriptsIn(folderAt(path, context));
}

interface Host {
  readonly hostname: string;
  readonly sensorId: number;
}

async function* linesOf(
  { place, name }: FoundTranscript,
  { note, onLeftOut }: DeedsAbout,
): AsyncGenerator<RecordedDeed> {
  const hosts = await hostsIn({ place, name });
  const [only] = hosts.size === 1 ? hosts.values() : [];
  let who = { user: '', machine: '' };
  let isWhole = true;
  for await (const { number, event, fault } of walkChain(place.read(name), events)) {
    // The first one is the one that counts.
    if (fault !== undefined && isWhole) {
      note(`${name}, line ${fault.line} ${fault.words}`);
      onLeftOut();
      isWhole = false;
    }
    if (event === undefined) continue;
    const { kind, fields, at } = event;
    if (kind === 'opened') who = { user: String(fields['user']), machine: String(fields['machine']) };
    const { session } = fields;
    const host = session === undefined ? only : hosts.get(Number(session));
    yield {
      time: at,
      kind,
      says: sentenceOf(event),
      ...who,
      hostname: host?.hostname,
      sensorId: host?.sensorId,
      file: name,
      line: number,
    };
  }
}

/** By the ids of their sessions: a verb is written down before the session that it opens. */
async function hostsIn({ place, name }: FoundTranscript): Promise<ReadonlyMap<number, Host>> {
  const hosts = new Map<number, Host>();
  for await (const { event } of walkChain(place.read(name), events)) {
    if (event?.kind !== 'session') continue;
    const { session, host, sensor } = event.fields;
    hosts.set(Number(session), { hostname: String(host), sensorId: Number(sensor) });
  }
  return hosts;
}
