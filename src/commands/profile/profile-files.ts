import type { CbrcSection } from '../../config/cbrc.ts';
import { type ConfigSources, type ProfileFile, readProfileFiles } from '../../config/profile-files.ts';
import { CbError } from '../../errors/cb-error.ts';
import type { CommandContext } from '../context.ts';

export function configSources({ runtime, note }: Pick<CommandContext, 'runtime' | 'note'>): ConfigSources {
  return { ...runtime, warn: note };
}

/** The section of that name and its file, as `-p NAME` would find it. */
export async function findProfile(
  name: string,
  sources: ConfigSources,
): Promise<{ readonly file: ProfileFile; readonly section: CbrcSection } | undefined> {
  for (const file of await readProfileFiles(sources)) {
    const section = file.sections.find((each) => each.name === name);
    if (section) return { file, section };
  }
  return undefined;
}

/** Kind `Config` for a profile of cbapi's files, which are only read. */
export function mustBeOurs(name: string, file: ProfileFile): void {
  if (file.isOurs) return;
  throw new CbError('Config', `the profile ${name} is in ${file.path}, which is only read`, {
    hint: 'change that file by hand',
    context: { profile: name, path: file.path },
  });
}

/** What shows that there is a token, and nothing of it. */
export const maskedToken = '********';
