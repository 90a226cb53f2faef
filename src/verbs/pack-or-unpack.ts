import { CbError, isCbError } from '../errors/cb-error.ts';
import { SensorFault } from '../errors/sensor-fault.ts';
import { type ArchiveTool, type Archiving, archiveTools } from '../live/archive-tools.ts';
import type { FileEntry } from '../live/file-entry.ts';
import { withCode } from '../live/program-output.ts';
import type { ThingChange } from '../ports/keeper.ts';
import type { Result } from '../spec/result.ts';
import { foundState, keepingFiles } from '../undo/kinds/file.ts';
import { isThere, noThing } from '../undo/states.ts';
import { written } from '../views/written.ts';
import type { VerbContext } from './context.ts';
import { firstWords } from './copy-or-move.ts';
import { stillNote } from './program-result.ts';

const deadlineMs = 3_600_000;
const doing = { pack: 'packing', unpack: 'unpacking' } as const;

/** Systems of Windows that bring nothing for it: tar came with 10 1803, the cmdlets of PowerShell with 10. */
const without = /Windows (?:XP|Vista|7|8(?:\.1)?|(?:Server )?20(?:03|08|12)(?: R2)?)\b/;

/** By the first of the system's own programs that the sensor has; what is there afterwards is looked at. */
export async function packOrUnpack(archiving: Archiving, context: VerbContext): Promise<Result> {
  const { live, keeper } = context;
  const { kind, archive } = archiving;
  const tools = archiveTools(live.paths.style, archiving, live.session.current.directory);
  await mustHaveTools(context);
  if (kind === 'unpack') return await unpacking(archiving, tools, context);
  const made: ThingChange = { thing: { kind: 'file', path: archive }, before: noThing };
  const { result } = await keeper.change(
    [made],
    () => byFirstTool(archiving, tools, context),
    ({ entry }) => [foundState(entry)],
  );
  return result;
}

/** What is in the directory behind it, and was not before, is what came of the archive. */
async function unpacking(archiving: Archiving, tools: readonly ArchiveTool[], context: VerbContext) {
  const { live, keeper, writes, note } = context;
  const { path } = archiving;
  const isKeeping = await keeper.isKeeping();
  const before = isKeeping ? await inDirectory(path, context) : undefined;
  await live.files.makeDirectories(path, { ...writes, around: keepingFiles(keeper) });
  try {
    return (await byFirstTool(archiving, tools, context)).result;
  } finally {
    const after = before === undefined ? undefined : await inDirectory(path, context);
    if (before !== undefined && after !== undefined)
      await keeper.change(madeSince(before, after), async () => {});
    else if (isKeeping)
      note(`what is unpacked cannot be undone: there are more than ${mostEntries} files in ${path}`);
  }
}

function madeSince(before: ReadonlyMap<string, FileEntry>, after: ReadonlyMap<string, FileEntry>) {
  return [...after.values()].flatMap((entry): ThingChange | readonly [] => {
    const { path, isDirectory } = entry;
    const left = isDirectory ? isThere : foundState(entry);
    return before.has(path) ? [] : { thing: { kind: 'file', path }, before: noThing, left };
  });
}

const mostEntries = 1000;

/** All that is below; undefined for more than is kept, and where not all can be seen. */
async function inDirectory(path: string, { live, signal }: VerbContext) {
  const entries = new Map<string, FileEntry>();
  let isWhole = true;
  const onError = (): void => {
    isWhole = false;
  };
  try {
    for await (const entry of live.files.walk(path, { signal, onError })) {
      if (entries.size >= mostEntries) return undefined;
      entries.set(entry.path, entry);
    }
  } catch (error) {
    if (!isCbError(error, 'NotOnSensor', 'CommandFailed', 'BadReply')) throw error;
    return isCbError(error, 'NotOnSensor') ? entries : undefined;
  }
  return isWhole ? entries : undefined;
}

async function byFirstTool(
  { kind, archive, path }: Archiving,
  tools: readonly ArchiveTool[],
  context: VerbContext,
): Promise<{ readonly result: Result; readonly entry?: FileEntry | undefined }> {
  const { live, note, writes, signal } = context;
  for (const { name, line, directory } of tools) {
    try {
      const ended = await live.programs.run(line, {
        ...writes,
        directory,
        remoteOutput: undefined,
        deadlineMs,
        onHeld: () => note(stillNote(doing[kind])),
      });
      if (!ended.sent) return { result: written(context, '', {}) };
      const said = await firstWords(ended.output);
      const made = kind === 'pack' ? await live.files.stat(archive, signal) : undefined;
      if (ended.returnCode === 0 && (kind === 'unpack' || made !== undefined)) {
        const sentence =
          kind === 'pack'
            ? `packed ${path} into ${archive} (${name})`
            : `unpacked ${archive} into ${path} (${name})`;
        const size = made === undefined ? {} : { size: made.size };
        return { result: written(context, sentence, { archive, path, by: name, ...size }), entry: made };
      }
      const state =
        kind === 'unpack'
          ? `${path} may hold a part of it`
          : made === undefined
            ? `${archive} is not there`
            : `${archive} may not be whole`;
      throw new CbError(
        'CommandFailed',
        `${name} ended${withCode(ended.returnCode)}${said === '' ? '' : ` (${said})`}: ${state}`,
        {
          context: { archive, path, return_code: ended.returnCode },
        },
      );
    } catch (error) {
      if (!(error instanceof SensorFault) || !isCbError(error, 'NotOnSensor')) throw error;
    }
  }
  throw new CbError(
    'Unsupported',
    `${live.session.sensor.hostname} has no ${[...new Set(tools.map(({ name }) => name))].join(', ')}`,
    {
      hint:
        kind === 'pack'
          ? 'get -r fetches a directory without one'
          : 'unpack it here and put -r what is in it',
    },
  );
}

/** Before anything is sent; where the server names no system, the sensor is asked. */
async function mustHaveTools({ cb, live, signal }: VerbContext): Promise<void> {
  if (live.paths.style === 'unix') return;
  const sensor = await cb.sensors.get(live.session.sensor.id, { signal }).catch((error: unknown) => {
    // Who may use Live Response need not see sensors.
    if (signal.aborted || !isCbError(error)) throw error;
    return undefined;
  });
  const [system] = without.exec(sensor?.osText ?? '') ?? [];
  if (system === undefined) return;
  throw new CbError('Unsupported', `${system} brings no program for archives: nothing was sent`, {
    hint: 'get -r fetches a directory, put -r puts one',
  });
}
