import { type CaseFolder, createCase, mustBeCaseName, readCase } from '../../cases/case-folder.ts';
import { caseNamed, type FindDeps } from '../../cases/find-case.ts';
import { CbError } from '../../errors/cb-error.ts';
import { done } from '../../spec/result.ts';
import { safeLocalName } from '../../text/local-name.ts';
import { command } from '../context.ts';
import { byWhom, findDeps } from './chosen-case.ts';
import { closeOpen } from './close.ts';

export const caseOpen = command({
  name: 'case open',
  about: 'begin a case, or go on with one: what is done belongs to it',
  details:
    'From now on, until cblr case close, what is fetched with this profile goes into the folder of the case unless a local path is given, and so do transcripts. Its folder is NAME in the local directory where --dir names none. A case that was opened here before is found by its name, also where its folder was moved meanwhile; --case NAME means a case for one shell or command alone.',
  group: 'evidence',
  effect: 'reads',
  isLocal: true,
  operands: { name: { kind: 'case', about: 'what it is called, such as 2024-117' } },
  options: {
    dir: { kind: 'localPath', isFolder: true, value: 'DIR', about: 'its folder' },
    title: { kind: 'text', value: 'TEXT', about: 'of a new case: the title of its report' },
  },
  search: ['incident', 'investigation', 'evidence', 'begin', 'new'],
  examples: [
    { line: 'cblr case open 2024-117', shows: 'its folder is ./2024-117' },
    {
      line: 'cblr case open 2024-118 --dir ../cases/118 --title "Implant on FIN-WS-20"',
      shows: 'in a folder of that name',
    },
  ],
  async run({ name, dir, title }, context) {
    const deps = findDeps(context);
    const { files } = deps;
    const by = byWhom(context);
    const profile = await context.program.profileName();
    const found = await existing(name, dir === undefined ? undefined : files.resolve(dir), deps);
    if (found !== undefined && title !== undefined)
      throw new CbError('Usage', `the case ${name} is there already, with its title`);
    const path = files.resolve(dir ?? safeLocalName(name));
    const chosen = found ?? (await createCase(path, { name, title, by }, deps));
    await closeOpen(profile, deps, by, chosen.id);
    await deps.register.remember(chosen);
    await deps.register.setOpen(profile, chosen.id);
    await chosen.journal.add('opened', { profile, by });
    const what = found === undefined ? 'begun' : 'open';
    const fields = { id: chosen.id, name: chosen.name, path: chosen.path, is_new: found === undefined };
    return done(`case ${chosen.name} is ${what}: ${chosen.path}`, fields, `${chosen.path}/`);
  },
});

/** What there is of that name: in the folder that is named, else among those that were opened here, else in the local directory. */
async function existing(
  name: string,
  path: string | undefined,
  deps: FindDeps,
): Promise<CaseFolder | undefined> {
  const at = path === undefined ? undefined : await readCase(path, deps);
  if (at !== undefined && at.name !== name && at.id !== name)
    throw new CbError('Usage', `${at.path} is the case "${at.name}"`);
  if (path !== undefined) return at;
  const known = (await deps.register.all()).some((each) => each.id === name || isSame(each.name, name));
  if (known) return await caseNamed(name, deps);
  mustBeCaseName(name);
  const here = await readCase(deps.files.resolve(safeLocalName(name)), deps);
  return here !== undefined && isSame(here.name, name) ? here : undefined;
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
