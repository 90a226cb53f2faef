import type { SeenBinary } from '../../src/lab/binaries/binary-index.ts';
import { type BinarySpec, binarySpec } from '../../src/lab/binaries/binary-spec.ts';
import { type Era, eras } from '../../src/lab/era.ts';
import type { Sensor } from '../../src/lab/fleet/sensor.ts';
import type { Draft, Host } from '../../src/lab/history/draft.ts';
import { EventIndex } from '../../src/lab/history/event-index.ts';
import { History } from '../../src/lab/history/history.ts';
import { createHistoryFile } from '../../src/lab/history/history-file.ts';
import { HistoryWriter } from '../../src/lab/history/history-writer.ts';
import { keyOf } from '../../src/lab/history/hosts.ts';
import { countTrace, type Trace } from '../../src/lab/history/trace.ts';
import type { TraceBook } from '../../src/lab/history/trace-book.ts';
import { parseQuery } from '../../src/lab/query/parse.ts';
import { compileQuery } from '../../src/lab/search/compile.ts';
import type { SearchContext } from '../../src/lab/search/search-context.ts';
import { noTags } from '../../src/lab/watchlists/watchlist-book.ts';

/** A process as its sensor saw it, and what it did. */
export interface RuleDocument {
  readonly path: string;
  readonly commandLine: string;
  readonly user: string;
  readonly parentPath: string;
  readonly modloads: readonly string[];
  readonly filemods: readonly string[];
  /** As the server has them: `\registry\machine\…`. */
  readonly regmods: readonly string[];
  readonly netconns: readonly {
    readonly remoteIp: string;
    readonly remotePort: number;
    readonly domain: string;
  }[];
}

const release = '10';

/** What the binary at a path says of itself. */
export function binaryAt(path: string): BinarySpec {
  return binarySpec(keyOf({ os: 'windows', release }, path.toLowerCase()));
}

const host: Host = {
  sensorId: 1,
  os: 'windows',
  hostname: 'HOST-1',
  release,
  isServer: false,
  user: 'mia',
  person: { username: 'mia', sid: 'S-1-5-21-1' },
  from: 0,
  until: 1,
  skew: 0,
};
const sensor = { id: 1, os: 'windows', hostname: 'HOST-1', osName: 'Windows 10', groupId: 1 } as Sensor;

function traceOf({ modloads, filemods, regmods, netconns }: RuleDocument): Trace {
  return {
    filemods: filemods.map((path) => ({ operation: 2, path: path.toLowerCase(), type: 0 })),
    regmods: regmods.map((path) => ({ operation: 2, path: path.toLowerCase() })),
    modloads: modloads.map((path) => path.toLowerCase()),
    netconns: netconns.map((each) => ({ ...each, localPort: 1, proto: 6, outbound: true })),
    crossprocs: [],
    blocks: [],
    suppressed: [],
    scripts: [],
  };
}

class WrittenHistory extends History {
  readonly #written: EventIndex;

  constructor(
    file: ReturnType<typeof createHistoryFile>,
    era: Era,
    fleet: SearchContext['fleet'],
    events: EventIndex,
  ) {
    super(file, era, fleet, 1);
    this.#written = events;
  }

  override get events(): EventIndex {
    return this.#written;
  }
}

/**
 * Documents in the lab's own index. Gives the numbers of those that a query finds, by the lab's own query engine. `era`: what cuts the
 * command lines.
 */
export function indexed(
  documents: readonly RuleDocument[],
  eraName: Era['name'],
): { find(query: string): ReadonlySet<number>; close(): void } {
  const era = eras[eraName];
  const file = createHistoryFile(undefined);
  const traces = documents.map(traceOf);
  const book = {
    use: (_host: Host, _path: string, variant: number) => ({
      id: variant + 1,
      counts: countTrace(traces[variant] ?? traceOf(documents[0] as RuleDocument)),
    }),
    write: () => undefined,
  } as unknown as TraceBook;
  const writer = new HistoryWriter(file, book, ({ account }) => account.username);
  const events = new EventIndex();
  for (const [at, document] of documents.entries()) {
    const slice = { id: at + 1, updated: 1, received: 1, variant: at, children: 0 };
    const common = {
      host,
      pid: at,
      start: 1,
      sub: 0,
      account: { username: document.user, sid: 'S-1' },
      ended: 0,
    };
    const parent: Draft = {
      ...common,
      path: document.parentPath,
      commandLine: '',
      parent: undefined,
      slices: [],
    };
    writer.write({
      ...common,
      path: document.path,
      commandLine: document.commandLine,
      parent,
      slices: [slice],
    });
    events.add(at + 1, traceOf(document), (path) => keyOf(host, path));
  }
  for (const _step of writer.finish(era.enhancedCommandLines));
  const fleet = { all: () => [sensor], get: () => sensor } as unknown as SearchContext['fleet'];
  const history = new WrittenHistory(file, era, fleet, events);
  const seen = documents.flatMap(({ modloads }) =>
    modloads.map((path) => ({
      spec: binaryAt(path),
      md5: '',
      sha256: '',
      paths: new Set([path.toLowerCase()]),
    })),
  );
  const binaries = { all: seen as unknown as readonly SeenBinary[] } as unknown as ReturnType<
    SearchContext['binaries']
  >;
  const context: SearchContext = {
    history,
    binaries: () => binaries,
    fleet,
    groups: new Map(),
    watchlists: noTags,
    nowMs: 1,
  };
  return {
    find(query) {
      const { sql, params } = compileQuery(parseQuery(query), context);
      const found = file.prepare(`SELECT id FROM document WHERE ${sql}`).all(...params);
      return new Set(found.map(({ id }) => Number(id) - 1));
    },
    close: () => file.close(),
  };
}
