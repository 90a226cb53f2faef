import type { CaseFolder } from '../cases/case-folder.ts';
import type { LocalFiles } from '../ports/local-files.ts';
import type { VerbContext } from '../verbs/context.ts';

/** Where what a verb fetches from a sensor goes by itself; undefined where no case is open. */
export function evidenceOf(
  folder: CaseFolder | undefined,
  { id: sensor, hostname: host }: { readonly id: number; readonly hostname: string },
  server: string,
  files: LocalFiles,
): VerbContext['evidence'] {
  if (folder === undefined) return undefined;
  return async (directory = '') => {
    const { evidenceFolder } = await import('../cases/evidence.ts');
    return await evidenceFolder(folder, { server, sensor, host }, directory, files);
  };
}
