import type { Investigation } from '../../api/wire/investigation.ts';
import type { Completer } from '../../spec/spec.ts';
import type { QueryContext } from '../context.ts';

/** How an investigation is named. */
export const investigationKind = {
  noun: 'investigation',
  idOf: (investigation: Investigation) => investigation.id,
  namesOf: (investigation: Investigation) => [investigation.name],
  lister: 'cbq investigation',
} as const;

export const completeInvestigation: Completer<QueryContext> = async (_word, { cb }, signal) =>
  (await (await cb()).investigations.list({ signal })).map(({ name }) => name);
