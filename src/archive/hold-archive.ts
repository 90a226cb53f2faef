import type { CommandObject } from '../api/wire/command-object.ts';
import { commandDifference, objectOfBody, shownObject } from './command-difference.ts';
import type { Held } from './held.ts';
import { heldFiles } from './held-files.ts';
import type { SessionArchive } from './session-archive.ts';
import type { ToldSession, TranscriptCommand } from './told-session.ts';

/** Holds an archive against all that is told of its session: itself first, then each transcript, command object and file. */
export function holdArchive(
  archive: SessionArchive,
  told: readonly ToldSession[],
  archiveName: string,
): readonly Held[] {
  const fetchedMs = fetchedAt(archive, told);
  return [
    ofArchive(archive, told, archiveName),
    ...told.flatMap(ofTranscript),
    ...heldCommands(archive, told, fetchedMs),
    ...heldFiles(archive, told, fetchedMs),
  ];
}

/** When it was fetched, by the clock of that computer: what was posted later is not in it. */
function fetchedAt({ sha256, sessionId }: SessionArchive, told: readonly ToldSession[]): number | undefined {
  const times = told
    .flatMap(({ files }) => files)
    .filter((file) => file.remote === `session ${sessionId}` && file.sha256 === sha256)
    .map(({ atMs }) => atMs);
  return times.length === 0 ? undefined : Math.min(...times);
}

function ofArchive(archive: SessionArchive, told: readonly ToldSession[], name: string): Held {
  const { fault, sessionId, session, commands, files, sha256 } = archive;
  const held = { what: 'archive', id: sessionId, name } as const;
  if (fault !== undefined) return { ...held, state: fault.state, says: fault.message };
  const host = session === undefined ? '' : ` on ${session.hostname}`;
  const says = `session ${sessionId}${host}: ${commands.size} command objects, ${files.length} files`;
  const fetched = told
    .flatMap(({ files: all }) => all)
    .filter(({ remote }) => remote === `session ${sessionId}`);
  if (fetched.length === 0) return { ...held, state: 'ok', says };
  if (fetched.some((file) => file.sha256 === sha256))
    return { ...held, state: 'ok', says: `${says}; as it was fetched` };
  return { ...held, state: 'open', says: `${says}; not as one that a transcript tells of was fetched` };
}

function ofTranscript({ transcript, fault }: ToldSession): readonly Held[] {
  if (fault === undefined) return [];
  const says = `line ${fault.line} ${fault.words}`;
  return [{ what: 'transcript', id: undefined, name: transcript, state: 'changed', says }];
}

function heldCommands(
  archive: SessionArchive,
  told: readonly ToldSession[],
  fetchedMs: number | undefined,
): readonly Held[] {
  const left = new Map(archive.commands);
  const all = told.flatMap(({ commands }) => commands).toSorted((a, b) => a.atMs - b.atMs);
  const known = all.flatMap((command) => {
    const id = idOf(command);
    if (id === undefined) return [];
    const there = archive.commands.get(id);
    left.delete(id);
    return [ofKnown(id, command, there, archive, fetchedMs)];
  });
  const byForm = Map.groupBy(left.values(), (command) => formOf(command.name, shownObject(command)));
  const unanswered = all
    .filter((command) => idOf(command) === undefined)
    .map((command) => {
      const form = formOf(command.name, objectOfBody(command.body));
      const there = byForm.get(form)?.shift();
      if (there !== undefined) left.delete(there.id);
      return ofUnanswered(command, there, fetchedMs);
    });
  return [...known, ...unanswered, ...[...left.values()].map(ofOthers)];
}

function idOf({ result }: TranscriptCommand): number | undefined {
  return result['id'] === undefined ? undefined : Number(result['id']);
}

function formOf(name: string, object: string | undefined): string {
  return JSON.stringify([name, object ?? '']);
}

function nameOf(name: string, object: string | undefined): string {
  return object === undefined || object === '' ? name : `${name} ${object}`;
}

function ofKnown(
  id: number,
  command: TranscriptCommand,
  there: CommandObject | undefined,
  { contradicted, fault }: SessionArchive,
  fetchedMs: number | undefined,
): Held {
  const held = { what: 'command', id, name: nameOf(command.name, objectOfBody(command.body)) } as const;
  const isLater = fetchedMs !== undefined && command.atMs >= fetchedMs;
  if (there === undefined) {
    if (isLater) return { ...held, state: 'open', says: 'posted after the archive was fetched' };
    if (fault !== undefined)
      return { ...held, state: 'open', says: 'not in what could be read of the archive' };
    return { ...held, state: 'missing', says: `is not in the archive; ${command.transcript} tells of it` };
  }
  if (contradicted.has(id)) return { ...held, state: 'changed', says: 'the archive tells of it in two ways' };
  const difference = commandDifference(command, there);
  if (difference !== undefined) {
    const isUnderway =
      !there.isOver && fetchedMs !== undefined && (command.endedMs ?? fetchedMs) >= fetchedMs;
    return isUnderway
      ? { ...held, state: 'open', says: 'it went on when the archive was fetched' }
      : { ...held, state: 'changed', says: difference };
  }
  if (command.result['status'] === 'unknown')
    return { ...held, state: 'open', says: onlyArchiveKnows(there) };
  return { ...held, state: 'ok', says: '' };
}

/** Its reply was lost, or whoever posted it was killed. */
function ofUnanswered(
  command: TranscriptCommand,
  there: CommandObject | undefined,
  fetchedMs: number | undefined,
): Held {
  const name = nameOf(command.name, objectOfBody(command.body));
  const held = { what: 'command', id: there?.id, name, state: 'open' } as const;
  if (there !== undefined) return { ...held, says: onlyArchiveKnows(there) };
  if (fetchedMs !== undefined && command.atMs >= fetchedMs)
    return { ...held, says: 'posted after the archive was fetched' };
  return { ...held, says: 'no reply came, and the archive has none: it did not arrive' };
}

function ofOthers(command: CommandObject): Held {
  const { id, name, username, createdMs } = command;
  const who = username === undefined ? '' : ` of ${username}`;
  const time = createdMs === undefined ? undefined : new Date(createdMs);
  const when = time === undefined || Number.isNaN(time.getTime()) ? '' : ` at ${time.toISOString()}`;
  const says = `no transcript tells of it: a command${who}${when} (${endOf(command)})`;
  return { what: 'command', id, name: nameOf(name, shownObject(command)), state: 'unlisted', says };
}

function onlyArchiveKnows(there: CommandObject): string {
  return `the transcript does not know its end; the archive: ${endOf(there)}`;
}

function endOf({ state, resultCode }: CommandObject): string {
  return resultCode === 0 ? state : `${state}, result code ${resultCode}`;
}
