import type { Cb } from '../../api/client.ts';
import type { ProcessDocument } from '../../api/wire/process.ts';
import { addFile } from '../../cases/case-files.ts';
import type { CaseFolder } from '../../cases/case-folder.ts';
import { type Pin, type PinnedKind, type PinnedProcess, pinText } from '../../cases/pin-file.ts';
import { CbError, isCbError } from '../../errors/cb-error.ts';
import { oneSensor } from '../../ops/one-sensor.ts';
import { createProcessLookup } from '../../ops/process-lookup.ts';
import { type Column, rows } from '../../spec/result.ts';
import { readConsoleLink } from '../../text/console-link.ts';
import { parseMd5 } from '../../text/md5.ts';
import { toText } from '../../text/number.ts';
import { parseProcessRef } from '../../text/process-guid.ts';
import { maskSecretLine } from '../../text/secret-lines.ts';
import { type CommandContext, command } from '../context.ts';
import { byWhom, chosenCase } from './chosen-case.ts';

interface Row {
  readonly pin: Pin;
  readonly file: string;
}

const columns: readonly Column<Row>[] = [
  { field: 'what', head: 'what', of: ({ pin }) => pin.what, style: () => 'dim' },
  { field: 'name', head: 'name', of: ({ pin }) => nameOf(pin), style: () => 'name' },
  {
    field: 'host',
    head: 'host',
    of: ({ pin }) => pin.chain[0]?.hostname ?? toText(pin.wire['hostname']) ?? null,
  },
  { field: 'parents', head: 'parents', of: ({ pin }) => Math.max(0, pin.chain.length - 1), align: 'right' },
  { field: 'id', head: 'id', of: ({ pin }) => pin.id, firm: true },
  { field: 'file', head: 'file', of: ({ file }) => file, whole: true },
];

function nameOf({ what, chain, wire }: Pin): string {
  if (what === 'alert') return toText(wire['watchlist_name']) ?? '';
  if (what === 'sensor') return toText(wire['computer_name']) ?? '';
  return chain[0]?.name ?? toText([wire['observed_filename']].flat()[0]) ?? '';
}

export const casePin = command({
  name: 'case pin',
  about: 'keep a process, binary, alert or sensor for the report of the case',
  details:
    'What the server knows of it is kept as it is now, a process and the one of an alert with all who started it, so that the report needs no server.',
  group: 'evidence',
  effect: 'reads',
  operands: {
    what: { kind: 'choice', choices: ['process', 'binary', 'alert', 'sensor'], about: 'what it is' },
    ids: {
      kind: 'text',
      many: true,
      about: 'GUID, MD5, alert id, sensor, or a link of the console',
    },
  },
  options: { note: { kind: 'text', value: 'TEXT', about: 'why: it stands beside it in the report' } },
  search: ['bookmark', 'mark', 'remember', 'keep'],
  examples: [
    {
      line: 'cblr case pin process 00000003-0000-0d7c-01d2-2eca49f7cea2 --note "the implant"',
      shows: 'the process, and how many started it',
    },
    { line: 'cblr case pin sensor 10', shows: 'what the server knows of the sensor' },
  ],
  async run({ what, ids, note }, context) {
    const chosen = await chosenCase(undefined, context);
    return rows(pinned(chosen, { what, ids, note }, context), columns, { noun: 'pins' });
  },
});

async function* pinned(
  chosen: CaseFolder,
  {
    what,
    ids,
    note,
  }: { readonly what: PinnedKind; readonly ids: readonly string[]; readonly note: string | undefined },
  context: CommandContext,
): AsyncGenerator<Row> {
  const cb = await context.cb();
  const { url: server } = await context.program.profile();
  const { files } = context.runtime;
  for (const typed of ids) {
    const pin = await readers[what](idOf(typed, what), cb, context.signal);
    const bytes = Buffer.from(pinText(pin, server));
    const kept = await addFile(chosen, { folder: 'pins', name: `${what}-${pin.id}.json` }, [bytes], files);
    const { file, sha256 } = kept;
    const said = note === undefined ? undefined : maskSecretLine(note);
    await chosen.journal.add('pinned', {
      what,
      id: pin.id,
      server,
      file,
      sha256,
      note: said,
      by: byWhom(context),
    });
    yield { pin, file };
  }
}

function idOf(typed: string, what: PinnedKind): string {
  const link = readConsoleLink(typed);
  if (link === undefined) return typed.trim();
  if (link.kind === what) return link.id;
  throw new CbError('Usage', `the link leads to ${link.kind} ${link.id}, and ${what} was said`);
}

type Reader = (id: string, cb: Cb, signal: AbortSignal) => Promise<Pin>;

const readers: Readonly<Record<PinnedKind, Reader>> = {
  async process(typed, cb, signal) {
    const lookup = createProcessLookup(cb, signal);
    const { process } = await lookup.summary(parseProcessRef(typed));
    return { what: 'process', id: process.id, chain: await chainOf(process, lookup), wire: process.wire };
  },
  async binary(typed, cb, signal) {
    const { md5, wire } = await cb.binaries.summary(parseMd5(typed), { signal });
    return { what: 'binary', id: md5, chain: [], wire };
  },
  async alert(id, cb, signal) {
    const alert = await cb.alerts.byId(id, { signal });
    if (alert === undefined) throw new CbError('NotFound', `no alert ${id}`);
    const { wire } = alert;
    return {
      what: 'alert',
      id: alert.id,
      chain: await chainOfAlert(toText(wire['process_id']), cb, signal),
      wire,
    };
  },
  async sensor(typed, cb, signal) {
    const { id, wire } = await oneSensor(cb, typed, signal);
    return { what: 'sensor', id: String(id), chain: [], wire };
  },
};

/** Of an alert about a binary, and of a process that the server keeps no more, there is none. */
async function chainOfAlert(
  id: string | undefined,
  cb: Cb,
  signal: AbortSignal,
): Promise<readonly PinnedProcess[]> {
  if (id === undefined) return [];
  const lookup = createProcessLookup(cb, signal);
  try {
    return await chainOf((await lookup.summary(parseProcessRef(id))).process, lookup);
  } catch (error) {
    if (isCbError(error, 'NotFound', 'Usage')) return [];
    throw error;
  }
}

async function chainOf(
  process: ProcessDocument,
  lookup: ReturnType<typeof createProcessLookup>,
): Promise<readonly PinnedProcess[]> {
  const chain: PinnedProcess[] = [];
  for await (const each of lookup.chain(process)) chain.push(kept(each));
  return chain;
}

function kept(process: ProcessDocument): PinnedProcess {
  const { id, parentId, name, path, commandLine, username, hostname, sensorId, pid, md5, startMs } = process;
  return { id, parentId, name, path, commandLine, username, hostname, sensorId, pid, md5, startMs };
}
