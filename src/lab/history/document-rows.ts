import type { History } from './history.ts';

/** One document as it is stored, with what of its parent a document shows. Times are Unix ms, 0 for none. */
export interface DocumentRow {
  readonly id: number;
  readonly process: number;
  readonly sensor: number;
  readonly pid: number;
  readonly start: number;
  readonly sub: number;
  readonly ended: number;
  readonly image: number;
  readonly name: number;
  readonly account: number;
  readonly parent: number;
  readonly parent_image: number;
  readonly parent_name: number;
  readonly segment: number;
  readonly updated: number;
  readonly received: number;
  readonly trace: number;
  readonly modloads: number;
  readonly filemods: number;
  readonly regmods: number;
  readonly netconns: number;
  readonly childprocs: number;
  readonly crossprocs: number;
  readonly blocks: number;
  readonly scripts: number;
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
