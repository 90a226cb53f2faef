import type { CaseFolder } from '../cases/case-folder.ts';
import type { Profile } from '../config/profile.ts';
import { Manifest } from '../manifest/manifest.ts';
import type { Runtime } from '../ports/runtime.ts';
import type { Globals } from '../spec/globals.ts';

interface Around {
  readonly profile: () => Promise<Profile>;
  readonly openCase: () => Promise<CaseFolder | undefined>;
}

/** The manifest of what a line fetches: for a case, or where the line asks for one. */
export async function openManifest(
  runtime: Runtime,
  { profile, openCase }: Around,
  globals: Partial<Globals>,
): Promise<Manifest | undefined> {
  const found = await openCase();
  if (found === undefined && globals.manifest !== true) return undefined;
  const { url: server } = await profile();
  return new Manifest(runtime, {
    server,
    operator: runtime.user(),
    machine: runtime.hostname(),
    case: found?.id,
  });
}
