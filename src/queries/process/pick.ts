import type { FacetEntry, SearchParams } from '../../api/page.ts';
import { CbError, isCbError } from '../../errors/cb-error.ts';
import { askingQuery } from '../../ops/query-check.ts';
import { gapNotes } from '../../ops/search-list.ts';
import type { PickKey } from '../../ports/prompter.ts';
import { type Result, text as textResult } from '../../spec/result.ts';
import { filteredQuery, queryValue } from '../../text/query-filters.ts';
import { shortName } from '../../text/short-name.ts';
import type { QueryContext } from '../context.ts';

/** Facets of the server that a query can be narrowed by, and the field that a term names (contract/query-fields.md). */
const fields = {
  process_name: 'process_name',
  parent_name: 'parent_name',
  path_full: 'path',
  username: 'username',
  hostname: 'hostname',
  group: 'group',
  host_type: 'host_type',
  process_md5: 'process_md5',
} as const;
type Field = keyof typeof fields;

export const pickOptions = {
  pick: {
    kind: 'choice',
    choices: Object.keys(fields) as Field[],
    optionalValue: true,
    value: 'FIELD',
    about: 'on a terminal: walk through the values of fields; Enter narrows, Backspace widens',
  },
} as const;

export const pickConflicts = (
  ['count', 'facet', 'limit', 'all', 'start', 'sort', 'parents', 'with', 'follow', 'histogram'] as const
).map((other) => ['pick', other] as const);

type Key = 'wider' | 'print' | 'quit';

const keys: readonly PickKey<Key>[] = [
  { key: 'backspace', about: 'widen', value: 'wider' },
  { key: 'p', about: 'print the query', value: 'print' },
  { key: 'q', about: 'leave', value: 'quit' },
];

/** So many values the server gives at most, and no word of more. */
const mostOfFacet = 200;

/**
 * Narrows a search by the values of its fields, step by step; gives the queries that were printed, each as a line. `Usage` where there is no
 * terminal to walk on.
 */
export function pickedQuery(
  { text, params }: { readonly text: string; readonly params: SearchParams },
  first: Field | true,
  context: QueryContext,
): Result {
  if (!context.ask.canPrompt) {
    throw new CbError('Usage', 'there is no terminal to pick on', {
      hint: 'cbq process QUERY --facet FIELD lists the values',
    });
  }
  return textResult(walk({ text, params }, first, context));
}

async function* walk(
  { text, params }: { readonly text: string; readonly params: SearchParams },
  first: Field | true,
  { cb, ask, note, signal }: QueryContext,
): AsyncGenerator<string> {
  const { processes } = await cb();
  const terms: string[] = [];
  let field = first === true ? undefined : first;
  const query = (): string => filteredQuery(text, terms);
  const valuesOf = async (of: Field): Promise<readonly FacetEntry[]> => {
    const found = await askingQuery(query(), 'process', note, () =>
      processes.facets({ ...params, q: query() }, [of], { signal }),
    );
    for (const gap of gapNotes(found)) note(gap);
    const entries = (found.facets[0]?.entries ?? []).filter(({ name }) => name !== '');
    if (entries.length >= mostOfFacet) note(`the ${entries.length} most common values; there may be more`);
    return entries;
  };
  for (;;) {
    const what = query() === '' ? 'all processes' : shortName(query());
    const asked =
      field === undefined
        ? { question: `by which field? ${what}`, choices: fieldChoices(terms) }
        : { question: `${field} of ${what}`, choices: valueChoices(field, await valuesOf(field)) };
    const { chosen, pressed } = await answered(() => ask.pick(asked.question, asked.choices, keys));
    if (pressed === 'quit') return;
    if (pressed === 'print') {
      yield `${query()}\n`;
      await written();
    } else if (pressed === 'wider') {
      // Out of the values of a field first, then a term is taken back.
      if (field !== undefined && (first === true || terms.length > 0)) field = undefined;
      else if (terms.pop() === undefined) note('there is nothing to widen');
    } else if (chosen !== undefined) {
      if (field === undefined) field = chosen as Field;
      else {
        terms.push(chosen);
        field = undefined;
      }
    }
  }
}

/** What waits to be written is written before the next list is drawn. */
function written(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Whoever leaves the question leaves. */
async function answered<T>(
  pick: () => Promise<{ readonly chosen?: T; readonly pressed?: Key }>,
): Promise<{ readonly chosen?: T; readonly pressed?: Key }> {
  try {
    return await pick();
  } catch (error) {
    if (isCbError(error, 'Declined')) return { pressed: 'quit' };
    throw error;
  }
}

/** Those that the query is narrowed by already come last. */
function fieldChoices(terms: readonly string[]) {
  const isUsed = (field: Field): boolean => terms.some((term) => term.startsWith(`${fields[field]}:`));
  const all = Object.keys(fields) as Field[];
  return [...all.filter((field) => !isUsed(field)), ...all.filter(isUsed)].map((field) => ({
    label: field,
    value: field as string,
  }));
}

function valueChoices(field: Field, entries: readonly FacetEntry[]) {
  const width = entries.reduce((most, { value }) => Math.max(most, String(value).length), 0);
  return entries.map(({ name, value }) => ({
    label: `${String(value).padStart(width)}  ${name}`,
    value: `${fields[field]}:${queryValue(name)}`,
  }));
}
