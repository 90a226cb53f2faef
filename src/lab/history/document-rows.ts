import type { History } from './history.ts';
import type { StoredDocument } from './stored-document.ts';

/** One document as it is stored, with what of its parent a document shows. Times are Unix ms, 0 for none. */
export interface DocumentRow extends StoredDocument {
  /** Command line. */
  readonly line: string;
  /** Null where no document tells of the parent. */
  readonly parent_pid: number | null;
  readonly parent_start: number | null;
  readonly parent_sub: number | null;
}

const select = `
SELECT d.*, c.text AS line, p.pid AS parent_pid, p.start AS parent_start, p.sub AS parent_sub
FROM document d JOIN cmdline c ON c.id = d.cmdline LEFT JOIN document p ON p.id = d.parent`;

/** Documents in the order of their ids in the list. */
export function documentsById({ file }: History, ids: readonly number[]): DocumentRow[] {
  const rows = file
    .prepare(`${select} WHERE d.id IN (SELECT value FROM json_each(?))`)
    .all(JSON.stringify(ids));
  const byId = new Map((rows as unknown as DocumentRow[]).map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** Documents that a WHERE on `d` is true of. */
export function documentsWhere(
  { file }: History,
  where: string,
  ...params: (string | number)[]
): DocumentRow[] {
  return file.prepare(`${select} WHERE ${where}`).all(...params) as unknown as DocumentRow[];
}
