import type { CommandObject } from '../api/wire/command-object.ts';
import { toText } from '../text/number.ts';
import { maskBody } from '../text/secret-lines.ts';
import type { TranscriptCommand } from './told-session.ts';

/** What a transcript and an archive tell differently of one command object; undefined where that is nothing. */
export function commandDifference(
  { name, body, result }: TranscriptCommand,
  there: CommandObject,
): string | undefined {
  const object = objectOfBody(body);
  const pairs: readonly (readonly [what: string, told: string | undefined, archived: string | undefined])[] =
    [
      ['is called', name, there.name],
      ['is about', object, shownObject(there)],
      ...(result['status'] === 'unknown' || result['status'] === undefined
        ? []
        : ([
            ['ended as', textOf(result['status']), there.state],
            ['has the result code', textOf(result['code']), String(there.resultCode)],
            ['was posted by', textOf(result['by']), there.username],
            ['was posted at', textOf(result['created']), isoTime(there.createdMs)],
            ['ended at', textOf(result['completed']), isoTime(there.completedMs)],
            ['has the file', textOf(result['file']), textOf(there.fileId)],
          ] as const)),
    ];
  const different = pairs.filter(
    ([, told, archived]) => told !== undefined && archived !== undefined && told !== archived,
  );
  if (different.length === 0) return undefined;
  return different
    .map(([what, told, archived]) => `${what} "${archived}" in the archive, "${told}" in the transcript`)
    .join('; ');
}

/** What a command of the archive is about, as a transcript would have it: secrets as `***`. */
export function shownObject({ name, object }: CommandObject): string {
  return objectOfBody(JSON.stringify(maskBody({ name, object }))) ?? '';
}

/** Undefined of a body that was cut, or that nobody can read. */
export function objectOfBody(body: string): string | undefined {
  try {
    const { object } = JSON.parse(body) as { readonly object?: unknown };
    return toText(object) ?? '';
  } catch {
    return undefined;
  }
}

function textOf(value: unknown): string | undefined {
  return value === undefined ? undefined : String(value);
}

function isoTime(ms: number | undefined): string | undefined {
  const date = ms === undefined ? undefined : new Date(ms);
  return date === undefined || Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
