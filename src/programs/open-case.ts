import type { CaseFolder } from '../cases/case-folder.ts';
import { CaseRegister } from '../cases/case-register.ts';
import { stateDirectory } from '../config/state-directory.ts';
import { CbError, isCbError } from '../errors/cb-error.ts';
import type { Runtime } from '../ports/runtime.ts';
import type { Globals } from '../spec/globals.ts';

/** The case that a run belongs to: `--case` names it, by its folder too; else what is open for the profile. */
export async function openCase(
  runtime: Runtime,
  { case: asked }: Partial<Globals>,
  profileName: () => Promise<string>,
  note: (text: string) => void,
): Promise<CaseFolder | undefined> {
  if (asked === 'off') return undefined;
  const { files, clock, pid, uid, isRunning } = runtime;
  const own = { pid, uid, isAlive: isRunning };
  const register = registerOf(runtime);
  if (register === undefined) return undefined;
  const deps = { files, clock, own, note, register };
  if (asked !== undefined) {
    const { caseAsked } = await import('../cases/find-case.ts');
    return await caseAsked(asked, deps);
  }
  if (!(await register.isUsed())) return undefined;
  const profile = await profileName();
  const id = await register.open(profile);
  const known = id === undefined ? undefined : await register.byId(id);
  if (known === undefined) {
    const path = await register.unreadOpen(profile);
    if (path === undefined) return undefined;
    // What is fetched must not go past a case.
    throw new CbError(
      'LocalFile',
      `which case is open is not known: ${path} cannot be read, or is not for you alone`,
      {
        hint: 'cblr case open NAME opens it again; cblr case close, or --case off, goes on without',
        context: { path },
      },
    );
  }
  const { caseOf } = await import('../cases/find-case.ts');
  return await caseOf(known, deps);
}

export async function caseNames(runtime: Runtime): Promise<readonly string[]> {
  return ((await registerOf(runtime)?.all()) ?? []).map(({ name }) => name);
}

/** Without a home nothing is remembered, and so no case is open. */
function registerOf(runtime: Runtime): CaseRegister | undefined {
  try {
    return new CaseRegister(runtime.files, runtime, stateDirectory(runtime));
  } catch (error) {
    if (isCbError(error, 'Config')) return undefined;
    throw error;
  }
}
