import type { Investigation, TaggedEvent } from '../../api/wire/investigation.ts';
import { pickNamed } from '../../ops/named.ts';
import type { Column } from '../../spec/result.ts';
import type { QueryContext } from '../context.ts';
import { idOfWord } from '../linked-id.ts';
import { investigationKind } from './investigation-kind.ts';

/** The investigation that a word names: id, name, or console link. Kinds `NotFound`, `Usage` for several. */
export async function investigationOf(word: string, context: QueryContext): Promise<Investigation> {
  const { investigations } = await context.cb();
  const name = await idOfWord(word, 'investigation', context);
  return pickNamed(await investigations.list({ signal: context.signal }), name, investigationKind);
}

/** How an event of an investigation is named. */
export const eventKind = {
  noun: 'event',
  idOf: (event: TaggedEvent) => event.id ?? '',
  namesOf: () => [],
  lister: 'cbq investigation show INVESTIGATION --fields id,description',
} as const;

/** What names an event that is changed. */
export const eventNameColumns: readonly Column<TaggedEvent>[] = [
  { field: 'id', head: 'id', of: ({ id }) => id, align: 'right', firm: true },
  { field: 'description', head: 'what', of: ({ description }) => description },
];
