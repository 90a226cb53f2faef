import type { Documents } from './page.ts';
import type { Sensors } from './resources/sensors.ts';
import type { WireObject } from './wire/read.ts';

/** Kinds of things that a server lists, and that people name. */
export type ListedKind =
  | 'sensor'
  | 'group'
  | 'site'
  | 'user'
  | 'team'
  | 'feed'
  | 'watchlist'
  | 'investigation'
  | 'partition'
  | 'filter';

/** Hears the names of each list that a server gives. They are text from the server. */
export type OnNames = (kind: ListedKind, names: readonly string[]) => void;

interface Lists<A extends readonly unknown[], T> {
  readonly list: (...how: A) => Promise<readonly T[]>;
}

type Tell = ((names: readonly string[]) => void) | undefined;

/** The same resource, telling the names of what it lists where somebody wants to hear them. */
export function tellingNames<A extends readonly unknown[], T, R extends Lists<A, T>>(
  resource: R & Lists<A, T>,
  nameOf: (each: T) => string,
  tell: Tell,
): R {
  if (tell === undefined) return resource;
  return {
    ...resource,
    async list(...how: A) {
      const all = await resource.list(...how);
      tell(all.map(nameOf));
      return all;
    },
  };
}

/** The same of sensors, which come in pages. */
export function tellingSensors(sensors: Sensors, tell: Tell): Sensors {
  if (tell === undefined) return sensors;
  return {
    ...tellingNames(sensors, ({ name }) => name, tell),
    async *pages(filter, options) {
      for await (const page of sensors.pages(filter, options)) {
        const names: string[] = [];
        try {
          yield { ...page, documents: heard(page.documents, (wire) => names.push(sensors.read(wire).name)) };
        } finally {
          tell(names);
        }
      }
    },
  };
}

/** The same documents, each told as it is read: only then is it parsed. */
function heard(documents: Documents, hear: (wire: WireObject) => void): Documents {
  return {
    length: documents.length,
    *[Symbol.iterator]() {
      for (const document of documents) {
        hear(document.wire);
        yield document;
      }
    },
  };
}
