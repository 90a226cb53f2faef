import type { Site } from '../../api/wire/site.ts';

/** How a site is named. */
export const siteKind = {
  noun: 'site',
  idOf: (site: Site) => site.id,
  namesOf: (site: Site) => [site.name],
  lister: 'cbq site',
} as const;
