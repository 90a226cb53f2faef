import type { Investigation } from '../../api/wire/investigation.ts';

/** How an investigation is named. */
export const investigationKind = {
  noun: 'investigation',
  idOf: (investigation: Investigation) => investigation.id,
  namesOf: (investigation: Investigation) => [investigation.name],
  lister: 'cbq investigation',
} as const;
