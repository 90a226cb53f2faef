import { type Random, seededRandom } from '../random.ts';
import { unknownParentGuid } from '../sensors/process-guid.ts';
import { type DocumentRow, documentsWhere } from './document-rows.ts';
import { dataMd5, isProgram } from './event-index.ts';
import { childrenOf, type FoundProcess } from './find-process.ts';
import { guidOf } from './guid.ts';
import type { History } from './history.ts';
import { keyOf } from './hosts.ts';
import type { Block, CrossProc, FileMod, NetConn, RegMod } from './trace.ts';

/** One event with its time, Unix ms; hashes are lower-case hex. */
export type ProcessEvent =
  | {
      readonly kind: 'filemod';
      readonly at: number;
      readonly of: FileMod;
      readonly md5: string;
      readonly sha256: string;
    }
  | { readonly kind: 'regmod'; readonly at: number; readonly of: RegMod }
  | { readonly kind: 'modload'; readonly at: number; readonly path: string; readonly binary: string }
  | {
      readonly kind: 'netconn';
      readonly at: number;
      readonly of: NetConn;
      readonly localIp: string;
      readonly image: string;
    }
  | { readonly kind: 'childproc'; readonly at: number; readonly of: ChildProc }
  | {
      readonly kind: 'crossproc';
      readonly at: number;
      readonly of: CrossProc;
      readonly guid: string;
      readonly md5: string;
      readonly sha256: string;
    }
  | {
      readonly kind: 'processblock';
      readonly at: number;
      readonly of: Block;
      readonly md5: string;
      readonly username: string;
    }
  | { readonly kind: 'fileless_scriptload'; readonly at: number; readonly script: string };

export interface ChildProc {
  readonly guid: string;
  readonly md5: string;
  readonly sha256: string;
  readonly path: string;
  readonly pid: number;
  /** Unix ms; 0 while it runs. */
  readonly ended: number;
  readonly isSuppressed: boolean;
  readonly commandLine: string;
  readonly username: string;
}

/** Everything the chosen documents tell, in the order of time. The same each time it is asked for. */
export function processEvents(history: History, found: FoundProcess): ProcessEvent[] {
  return found.chosen.flatMap((row) => documentEvents(history, row, found.all)).sort((a, b) => a.at - b.at);
}

function documentEvents(history: History, row: DocumentRow, all: readonly DocumentRow[]): ProcessEvent[] {
  const trace = history.trace(row.trace);
  const host = history.host(row.sensor);
  const sensor = history.fleet.get(row.sensor);
  const random = seededRandom(row.start % 0x7fffffff, `events ${row.pid} ${row.segment}`);
  const from = all.findLast(({ segment }) => segment < row.segment)?.updated ?? row.start;
  const spread = spreader(from, Math.max(from, row.updated), random);
  const hashes = (path: string) => history.hashes(keyOf(host, path));
  const image = history.images[row.image]?.path ?? '';
  const username = history.accounts[row.account]?.username ?? '';
  return [
    ...trace.modloads.map((path, index): ProcessEvent => {
      // Modules come at once, the image before all.
      const at = Math.min(from + 1 + index * 6, Math.max(from, row.updated));
      return { kind: 'modload', at, path, binary: keyOf(host, path) };
    }),
    ...spread(trace.filemods, (of, at): ProcessEvent => {
      const written =
        of.operation !== 8 ? noHashes : isProgram(of.type) ? hashes(of.path) : dataHashes(of.path);
      return { kind: 'filemod', at, of, ...written };
    }),
    ...spread(trace.regmods, (of, at): ProcessEvent => ({ kind: 'regmod', at, of })),
    ...spread(
      trace.netconns,
      (of, at): ProcessEvent => ({ kind: 'netconn', at, of, localIp: sensor?.address ?? '0.0.0.0', image }),
    ),
    ...spread(trace.crossprocs, (of, at): ProcessEvent => {
      return { kind: 'crossproc', at, of, guid: otherGuid(history, row, of.path, at), ...hashes(of.path) };
    }),
    ...spread(
      trace.blocks,
      (of, at): ProcessEvent => ({ kind: 'processblock', at, of, md5: hashes(of.path).md5, username }),
    ),
    ...spread(trace.scripts, (script, at): ProcessEvent => ({ kind: 'fileless_scriptload', at, script })),
    ...spread(trace.suppressed, ({ path, commandLine }, at): ProcessEvent => {
      const pid = random.int(300, 5000) * 4;
      const guid = guidOf({ sensorId: row.sensor, pid, startMs: at, sub: random.int(0, 9999) });
      const ended = Math.min(at + random.int(20, 400), Math.max(at, row.updated));
      return {
        kind: 'childproc',
        at,
        of: { ...hashes(path), guid, path, pid, ended, isSuppressed: true, commandLine, username },
      };
    }),
    ...childrenOf(history, [row]).map(
      (child): ProcessEvent => ({
        kind: 'childproc',
        at: child.start,
        of: childOf(history, child),
      }),
    ),
  ];
}

function childOf(history: History, row: DocumentRow): ChildProc {
  const image = history.images[row.image];
  return {
    ...history.hashes(image?.binary ?? ''),
    guid: guidOf({ sensorId: row.sensor, pid: row.pid, startMs: row.start, sub: row.sub }),
    path: image?.path ?? '',
    pid: row.pid,
    ended: row.ended,
    isSuppressed: false,
    commandLine: '',
    username: '',
  };
}

const noHashes = { md5: '', sha256: '' };

/** Of a file that is no program, sensors send the MD5 alone. */
function dataHashes(path: string) {
  return { md5: dataMd5(path), sha256: '' };
}

/** Gives each of several things its moment between two check-ins, in their order. */
function spreader(from: number, to: number, random: Random) {
  return <T>(items: readonly T[], make: (item: T, at: number) => ProcessEvent): ProcessEvent[] =>
    items.map((item, index) =>
      make(item, Math.floor(from + ((to - from) * (index + random.next())) / items.length)),
    );
}

/** The process that ran from a path at that moment; unknown where no document tells of it. */
function otherGuid(history: History, row: DocumentRow, path: string, at: number): string {
  const images = history.images.filter((image) => image.path === path).map(({ id }) => id);
  const [other] = documentsWhere(
    history,
    'd.sensor = ? AND d.image IN (SELECT value FROM json_each(?)) AND d.start <= ? ORDER BY d.start DESC LIMIT 1',
    row.sensor,
    JSON.stringify(images),
    at,
  );
  return other === undefined
    ? unknownParentGuid(row.sensor)
    : guidOf({ sensorId: other.sensor, pid: other.pid, startMs: other.start, sub: other.sub });
}
