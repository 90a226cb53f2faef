import type { Site } from '../../api/wire/site.ts';
import type { Completer } from '../../spec/spec.ts';
import type { QueryContext } from '../context.ts';

/** How a site is named. */
export const siteKind = {
  noun: 'site',
  idOf: (site: Site) => site.id,
  namesOf: (site: Site) => [site.name],
  lister: 'cbq site',
} as const;

export const completeSite: Completer<QueryContext> = async (_word, { cb }, signal) =>
  (await (await cb()).sites.list({ signal })).map(({ name }) => name);
