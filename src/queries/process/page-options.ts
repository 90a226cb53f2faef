import type { WireObject } from '../../api/wire/read.ts';
import { CbError } from '../../errors/cb-error.ts';
import { newFile } from '../../ops/new-file.ts';
import type { Facts } from '../../ports/pages.ts';
import { done, type MayBePartial, type Result } from '../../spec/result.ts';
import { formatTimeUtc, parseServerTime } from '../../text/age.ts';
import { processColumns } from '../../views/process-columns.ts';
import type { QueryContext } from '../context.ts';

/** Options of a command that can write a page. */
export const pageOptions = {
  html: { kind: 'localPath', value: 'FILE', about: 'as a page for the browser, into this file' },
  force: { kind: 'flag', about: 'replace the file of --html' },
} as const;

export interface PageTarget {
  readonly html: string;
  readonly force: boolean;
}

/** Where a page is wanted; undefined without `--html`. */
export function pageTarget(html: string | undefined, force: boolean): PageTarget | undefined {
  if (html !== undefined) return { html, force };
  if (force) throw new CbError('Usage', '--force goes with --html');
  return undefined;
}

/** Writes a page; a name that is taken is refused before the server is asked. */
export async function writePage(
  { runtime: { files } }: QueryContext,
  { html, force }: PageTarget,
  make: () => Promise<string>,
  partial: MayBePartial = {},
): Promise<Result> {
  const file = await newFile(files, html, force);
  const size = await file.write(await make());
  return done(`the page is in ${file.path}`, { path: file.path, size }, file.path, partial);
}

/** What a process document says, as a list of processes would show it. */
export function factsOf(wire: WireObject): Facts {
  return processColumns.flatMap(({ head, of, show, as }) => {
    const value = of(wire);
    const time = as === 'iso' ? parseServerTime(value) : undefined;
    const text = show !== undefined ? show(wire) : time !== undefined ? formatTimeUtc(time) : textOf(value);
    return text === '' ? [] : [[head, text] as const];
  });
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
