import { type FileEntry, readFileEntry } from './file-entry.ts';
import { type ReadRows, readRows } from './read-rows.ts';
import { noList, readCommand, reading, type Workplace } from './workplace.ts';

/** What a `directory list` of this very operand answers; `directory` is where the names are. */
export async function listRaw(
  work: Workplace,
  operand: string,
  directory: string,
  signal: AbortSignal,
): Promise<ReadRows<FileEntry>> {
  // Not by the name of a verb: many list.
  const isListing = operand === work.paths.asListing(directory);
  const what = isListing ? `listing ${directory}` : `looking at ${operand}`;
  const ended = await readCommand(work, { name: 'directory list', object: operand }, reading(what, signal));
  const list = ended.wire['files'];
  // An empty folder has an empty list: what has none is no answer, and no absence.
  if (!Array.isArray(list)) throw noList(what, 'files');
  return readRows(list, (wire) => readFileEntry(wire, (name) => work.paths.join(directory, name)));
}
