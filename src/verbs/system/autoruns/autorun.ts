import type { Column } from '../../../spec/result.ts';
import type { Section } from '../sections.ts';
import type { SystemService } from '../services-text.ts';

/** Something that starts by itself. */
export interface Autorun {
  readonly place: string;
  readonly name: string;
  /** The command line, the file, or the line as it stands there. */
  readonly runs: string;
  /** Undefined where the place does not say. */
  readonly account?: string | undefined;
  /** The registry key, file or tool that told of it. */
  readonly source: string;
  /** Of the file that runs, where it is known: that by `cksum`. */
  readonly checksum?: string | undefined;
}

export const autorunColumns: readonly Column<Autorun>[] = [
  { field: 'place', head: 'place', of: (row) => row.place, firm: true },
  { field: 'name', head: 'name', of: (row) => row.name, style: () => 'name', least: 16 },
  { field: 'account', head: 'account', of: (row) => row.account ?? null, drop: 1 },
  { field: 'path', head: 'runs', of: (row) => row.runs, least: 60 },
  { field: 'source', head: 'source', of: (row) => row.source, wide: true },
  { field: 'checksum', head: 'checksum', of: (row) => row.checksum ?? null, wide: 'data' },
];

/** Those of the services that start in one of these ways. */
export function startingServices(section: Section<SystemService>, ways: readonly string[]): Section<Autorun> {
  return {
    ...section,
    read(part, mark) {
      const { rows, unread } = section.read(part, mark);
      const isUntold = rows.length > 0 && rows.every(({ start }) => start === undefined);
      return {
        rows: rows
          .filter(({ start }) => start !== undefined && ways.includes(start))
          .map(({ name, runs, account }) => ({
            place: 'service',
            name,
            runs: runs ?? '',
            account,
            source: 'services',
          })),
        unread: isUntold ? [...unread, 'services: how they start is not told'] : unread,
      };
    },
  };
}
