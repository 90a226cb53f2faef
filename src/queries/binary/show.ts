import type { HostCount } from '../../api/wire/process.ts';
import type { WireObject } from '../../api/wire/read.ts';
import { isCbError } from '../../errors/cb-error.ts';
import { lacksRight, lacksRoute } from '../../errors/server-fault.ts';
import { atMost } from '../../ops/at-most.ts';
import { type Cell, type Column, record, rows } from '../../spec/result.ts';
import { parseMd5 } from '../../text/md5.ts';
import { binaryColumns } from '../../views/binary-columns.ts';
import { type QueryContext, query } from '../context.ts';
import { idsOfWords } from '../linked-id.ts';

export const binaryShow = query({
  name: 'binary show',
  about: 'show signature, version, names and prevalence of a binary',
  details: 'Several binaries are shown as a list.',
  group: 'binaries',
  effect: 'reads',
  operands: { md5: { kind: 'text', many: true, about: 'MD5 or console link; - for stdin' } },
  options: {},
  examples: [
    {
      line: 'cbq binary show 79B6D4C5283FC806387C55B8D7C8B762',
      shows: 'who signed it, and where it was seen',
    },
  ],
  async run({ md5 }, context) {
    const md5s = (await idsOfWords(md5, 'binary', context)).map(parseMd5);
    const turns = atMost(8);
    const found = await Promise.all(md5s.map((each) => turns(() => summaryOf(each, context))));
    const [only] = found;
    if (only !== undefined && found.length === 1) {
      const count = await prevalenceOf(md5s[0] ?? '', context);
      const columns = [...binaryColumns.map(whole), ...countColumns, ...others(only)];
      return record({ ...only, ...count }, columns, { isPartial: () => count === undefined });
    }
    return rows(found, binaryColumns, {
      noun: 'binaries',
      object: (wire) => wire as Readonly<Record<string, Cell>>,
    });
  },
});

async function summaryOf(md5: string, { cb, signal }: QueryContext): Promise<WireObject> {
  try {
    // The picture of an icon is nothing to read.
    const { icon: _icon, ...wire } = (await (await cb()).binaries.summary(md5, { signal })).wire;
    return wire;
  } catch (error) {
    if (!isCbError(error, 'NotFound')) throw error;
    throw error.reworded({ message: `the server knows no binary ${md5}` });
  }
}

/** Of the processes that ran it; an old server may not count them. Undefined, and said, where it cannot be told. */
async function prevalenceOf(
  md5: string,
  { cb, signal, note }: QueryContext,
): Promise<WireObject | undefined> {
  try {
    const count: HostCount = await (await cb()).processes.hostCount(md5, { signal });
    return { process_host_count: count.hostCount, process_document_count: count.documentCount };
  } catch (error) {
    if (lacksRoute(error) || lacksRight(error)) return {};
    if (!isCbError(error, 'ServerError', 'BadReply')) throw error;
    note(`how many hosts ran it could not be told: ${error.message}`);
    return undefined;
  }
}

const countColumns: readonly Column<WireObject>[] = [
  { field: 'process_host_count', head: 'ran on hosts', of: (wire) => wire['process_host_count'] as Cell },
  {
    field: 'process_document_count',
    head: 'process documents',
    of: (wire) => wire['process_document_count'] as Cell,
  },
];

/** A list has room for one short name, a record for all with their paths. */
function whole(column: Column<WireObject>): Column<WireObject> {
  if (column.field !== 'observed_filename') return column;
  const { show: _show, ...rest } = column;
  return rest;
}

/** Of the index, not of the binary: in JSON alone. */
const quiet: ReadonlySet<string> = new Set(['_version_', 'facet_id', 'event_partition_id', 'signed']);

/** What feeds put in, and what the index needs. */
function others(wire: WireObject): readonly Column<WireObject>[] {
  const known = new Set(binaryColumns.map((column) => column.field));
  return Object.keys(wire)
    .filter((name) => !known.has(name))
    .map((name) => ({
      field: name,
      head: name,
      of: (of) => of[name] as Cell,
      ...(quiet.has(name) || name.endsWith('_facet') ? { wide: 'data' } : {}),
    }));
}
