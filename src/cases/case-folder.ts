import { randomBytes } from 'node:crypto';
import { CbError } from '../errors/cb-error.ts';
import type { LocalFiles } from '../ports/local-files.ts';
import { ChainedLog } from '../transcript/chained-log.ts';
import type { FileDeps } from '../transcript/file-deps.ts';
import { type ChainEvent, type WalkedLine, walkChain } from '../transcript/walk.ts';
import { journalLines } from './journal-lines.ts';

/** The journal of a case, by which its folder is known to be one. */
export const journalName = 'case.ndjson';

export type Journal = ChainedLog<typeof journalLines>;

/** What a case is called. */
export interface CaseName {
  readonly id: string;
  readonly name: string;
  readonly title: string | undefined;
  readonly createdAt: string;
}

/** A case, where its folder is now. */
export interface CaseFolder extends CaseName {
  readonly path: string;
  readonly journal: Journal;
}

const form = /^[\p{L}\p{N}][\p{L}\p{N} ._#-]{0,63}$/u;

/** Names are typed, shown in prompts, and made folders of. */
export function mustBeCaseName(name: string): void {
  if (form.test(name) && !/[ .]$/.test(name)) return;
  throw new CbError('Usage', `"${name}" cannot be the name of a case`, {
    hint: 'up to 64 letters and digits, with blanks, dots, - _ and # between them',
  });
}

/** Makes the folder of a new case, 0700, and its journal in it. */
export async function createCase(
  path: string,
  { name, title, by }: { readonly name: string; readonly title: string | undefined; readonly by: string },
  deps: FileDeps,
): Promise<CaseFolder> {
  mustBeCaseName(name);
  const { files } = deps;
  await files.makeDirectory(path, { parents: true, mode: 0o700 });
  if ((await files.list(path)).length > 0) {
    throw new CbError('LocalFile', `${path} is not empty, and no case`, {
      hint: '--dir names another folder',
      context: { path },
    });
  }
  const id = `case-${randomBytes(6).toString('hex')}`;
  const journal: Journal = new ChainedLog(`${path}/${journalName}`, deps);
  await journal.add('created', { id, name, title, by });
  return { id, name, title, createdAt: new Date(deps.clock.now()).toISOString(), path, journal };
}

/** The case whose folder this is; undefined where it is none. */
export async function readCase(path: string, deps: FileDeps): Promise<CaseFolder | undefined> {
  const { files } = deps;
  if ((await files.stat(`${path}/${journalName}`))?.isFile !== true) return undefined;
  for await (const { event } of journalOf(path, files)) {
    if (event?.kind !== 'created') return undefined;
    const { id, name, title } = event.fields;
    return {
      id: String(id),
      name: String(name),
      title: title === undefined ? undefined : String(title),
      createdAt: event.at,
      path,
      journal: new ChainedLog(`${path}/${journalName}`, deps),
    };
  }
  return undefined;
}

/** Its journal, line by line. */
export function journalOf(path: string, files: Pick<LocalFiles, 'read'>): AsyncGenerator<WalkedLine> {
  return walkChain(files.read(`${path}/${journalName}`), journalLines);
}

/** What its lines say, of one kind or all. */
export async function journalEvents(
  { path }: Pick<CaseFolder, 'path'>,
  files: Pick<LocalFiles, 'read'>,
  kind?: keyof typeof journalLines,
): Promise<readonly ChainEvent[]> {
  const found: ChainEvent[] = [];
  for await (const { event } of journalOf(path, files)) {
    if (event !== undefined && (kind === undefined || event.kind === kind)) found.push(event);
  }
  return found;
}

/** What the transcripts of a case lie in. */
export function transcriptsOf({ path }: Pick<CaseFolder, 'path'>): string {
  return `${path}/transcripts`;
}
