import { type CaseFolder, readCase } from '../../cases/case-folder.ts';
import type { RegisteredCase } from '../../cases/case-register.ts';
import type { FindDeps } from '../../cases/find-case.ts';
import { type Column, rows } from '../../spec/result.ts';
import { command } from '../context.ts';
import { findDeps } from './chosen-case.ts';

interface Row extends RegisteredCase {
  readonly isOpen: boolean;
  /** Undefined where its folder is not where it was. */
  readonly found: CaseFolder | undefined;
}

const columns: readonly Column<Row>[] = [
  { field: 'name', head: 'name', of: ({ name }) => name, firm: true, style: () => 'name' },
  {
    field: 'state',
    head: 'state',
    of: ({ isOpen, found }) => (found === undefined ? 'not there' : isOpen ? 'open' : 'closed'),
    style: ({ isOpen, found }) => (found === undefined ? 'bad' : isOpen ? 'ok' : 'dim'),
  },
  { field: 'title', head: 'title', of: ({ found }) => found?.title ?? null },
  { field: 'created', head: 'begun', of: ({ found }) => found?.createdAt ?? null, as: 'iso' },
  { field: 'id', head: 'id', of: ({ id }) => id, wide: true },
  {
    field: 'folder',
    head: 'folder',
    of: ({ path }) => path,
    whole: true,
    localFile: ({ path }) => `${path}/`,
  },
];

export const caseList = command({
  name: 'case',
  aliases: ['case list'],
  about: 'list the cases that were opened on this computer',
  group: 'evidence',
  effect: 'reads',
  isLocal: true,
  operands: {},
  options: {},
  search: ['cases', 'incidents', 'investigations', 'which'],
  examples: [{ line: 'cblr case list', shows: 'which there are, which one is open, and where they lie' }],
  async run(_input, context) {
    const deps = findDeps(context);
    const open = await deps.register.open(await context.program.profileName());
    return rows(await listed(deps, open), columns, { noun: 'cases' });
  },
});

async function listed(deps: FindDeps, open: string | undefined): Promise<readonly Row[]> {
  const known = await deps.register.all();
  const all = await Promise.all(
    known.map(async (each) => {
      const there = await readCase(each.path, deps);
      return { ...each, isOpen: each.id === open, found: there?.id === each.id ? there : undefined };
    }),
  );
  return all.toSorted((a, b) => ((a.found?.createdAt ?? '') < (b.found?.createdAt ?? '') ? -1 : 1));
}
