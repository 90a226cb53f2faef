import type { CaseFolder } from '../../cases/case-folder.ts';
import { CaseRegister } from '../../cases/case-register.ts';
import { caseAsked, type FindDeps } from '../../cases/find-case.ts';
import { stateDirectory } from '../../config/state-directory.ts';
import { CbError } from '../../errors/cb-error.ts';
import type { CommandContext } from '../context.ts';

export function findDeps({ runtime, note }: Pick<CommandContext, 'runtime' | 'note'>): FindDeps {
  const { files, clock, pid, uid, isRunning } = runtime;
  const own = { pid, uid, isAlive: isRunning };
  return { files, clock, own, note, register: new CaseRegister(files, own, stateDirectory(runtime)) };
}

/** Who does what stands in a journal: the account and this computer. */
export function byWhom({ runtime }: Pick<CommandContext, 'runtime'>): string {
  return `${runtime.user()} on ${runtime.hostname()}`;
}

/** The case that is meant: by its name, id or folder; the one that is open where nothing is said. */
export async function chosenCase(word: string | undefined, context: CommandContext): Promise<CaseFolder> {
  if (word === undefined) return (await context.program.openCase()) ?? noneOpen();
  return await caseAsked(word, findDeps(context));
}

function noneOpen(): never {
  throw new CbError('Usage', 'no case is open', {
    hint: 'cblr case open NAME opens one, --case NAME means one for this command',
  });
}
