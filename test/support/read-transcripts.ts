import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A line of a transcript, by its fields. */
export type ToldLine = Readonly<Record<string, unknown>> & { readonly kind: string };

/** The lines of all transcripts of a folder in the order of their names; none where the folder is not. */
export async function readTranscripts(folder: string): Promise<readonly ToldLine[]> {
  const names = await readdir(folder).catch(() => []);
  const wanted = names.filter((name) => /^2.*\.ndjson$/.test(name)).sort();
  const texts = await Promise.all(wanted.map((name) => readFile(join(folder, name), 'utf8')));
  return texts.flatMap((text) =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as ToldLine),
  );
}
