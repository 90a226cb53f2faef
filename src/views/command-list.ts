import type { CommandObject } from '../api/wire/command-object.ts';

/** The options of whatever lists the command objects of a session. */
export const commandFilters = {
  status: {
    kind: 'choice',
    choices: ['pending', 'in-progress', 'complete', 'error', 'canceled'],
    value: 'S',
    about: 'only in this state',
  },
  count: { kind: 'integer', value: 'N', about: 'only the last N' },
} as const;

/** In their order. Servers disagree on the spellings of their own filter, so all are asked for and chosen from here. */
export function chosenCommands(
  all: readonly CommandObject[],
  { status, count }: { readonly status: string | undefined; readonly count: number | undefined },
): readonly CommandObject[] {
  const wanted = status?.replace('-', ' ');
  const chosen = all
    .filter(({ state }) => wanted === undefined || state === wanted)
    .sort((a, b) => a.id - b.id);
  return count === undefined ? chosen : chosen.slice(Math.max(0, chosen.length - count));
}
