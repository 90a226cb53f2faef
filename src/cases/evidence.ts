import type { LocalFiles } from '../ports/local-files.ts';
import { unaskedLocalName } from '../text/local-name.ts';
import type { ChainEvent } from '../transcript/walk.ts';
import { type CaseFolder, journalEvents } from './case-folder.ts';

/** Below the folder of a case: a folder for each sensor that something was fetched from. */
export const evidenceName = 'evidence';

/** A sensor, of a server. */
export interface EvidenceHost {
  readonly server: string;
  readonly sensor: number;
  readonly host: string;
}

/**
 * The folder of the case for what lies in a directory of a sensor, made, with a separator behind it: `evidence/HOST-10/C/Windows/`. Two
 * hosts of one name have two, and a host that is renamed keeps its own, as the journal knows which sensor each is of.
 */
export async function evidenceFolder(
  { path, journal }: CaseFolder,
  host: EvidenceHost,
  directory: string,
  files: LocalFiles,
): Promise<string> {
  const known = ownFolder(await journalEvents({ path }, files, 'host'), host);
  const folder =
    known ??
    (await journal.holding(async (add) => {
      const all = await journalEvents({ path }, files, 'host');
      const made = ownFolder(all, host) ?? newFolder(all, host);
      if (ownFolder(all, host) === undefined) add('host', { ...host, folder: made });
      return made;
    }));
  const target = [path, evidenceName, folder, ...localParts(directory)].join('/');
  await files.makeDirectory(target, { parents: true, mode: 0o700 });
  return `${target}/`;
}

/** The folder of the case for what comes from no sensor alone: `evidence/binaries/`, made. */
export async function evidencePlace({ path }: CaseFolder, name: string, files: LocalFiles): Promise<string> {
  const target = `${path}/${evidenceName}/${name}`;
  await files.makeDirectory(target, { parents: true, mode: 0o700 });
  return `${target}/`;
}

function ownFolder(events: readonly ChainEvent[], { server, sensor }: EvidenceHost): string | undefined {
  const own = events.find(({ fields }) => fields['server'] === server && fields['sensor'] === sensor);
  const folder = own?.fields['folder'];
  return folder === undefined ? undefined : unaskedLocalName(String(folder));
}

/** A sensor of the same name and number of another server has a number more. */
function newFolder(events: readonly ChainEvent[], { host, sensor }: EvidenceHost): string {
  const wanted = unaskedLocalName(`${host}-${sensor}`);
  const taken = new Set(events.map(({ fields }) => String(fields['folder']).toLowerCase()));
  let name = wanted;
  for (let number = 2; taken.has(name.toLowerCase()); number += 1) name = `${wanted}-${number}`;
  return name;
}

/** A path of a sensor as folders here: `C:\Users\Ann` is `C/Users/Ann`, `/etc` is `etc`. */
function localParts(directory: string): readonly string[] {
  return directory
    .split(directory.includes('\\') ? /[\\/]+/ : /\/+/)
    .filter((part) => part !== '')
    .map((part) => unaskedLocalName(part.replace(/^([A-Za-z]):$/, '$1')));
}
