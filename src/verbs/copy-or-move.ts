import { CbError } from '../errors/cb-error.ts';
import { type Copying, type CopyProgram, copyProgram, existsCode } from '../live/copy-line.ts';
import type { FileEntry } from '../live/file-entry.ts';
import { type ProgramOutput, withCode } from '../live/program-output.ts';
import type { ThingChange } from '../ports/keeper.ts';
import type { Result } from '../spec/result.ts';
import { quoteWord } from '../text/quote.ts';
import { foundState } from '../undo/kinds/file.ts';
import { movedChange } from '../undo/kinds/moved-file.ts';
import { noThing } from '../undo/states.ts';
import { written } from '../views/written.ts';
import type { VerbContext } from './context.ts';
import { stillNote } from './program-result.ts';

interface Typed {
  readonly from: string;
  readonly to: string;
  readonly force: boolean;
}

const deadlineMs = 3_600_000;
const done = { copy: 'copied', move: 'moved' } as const;

/** By the sensor's own program; what is there afterwards is looked at, whatever that program says. */
export async function copyOrMove(kind: Copying['kind'], typed: Typed, context: VerbContext): Promise<Result> {
  const { live, keeper } = context;
  const { entry, to, target } = await looked(kind, typed, context);
  const from = live.resolve(typed.from);
  const program = copyProgram(
    live.paths.style,
    { kind, from, to, force: typed.force },
    live.session.current.directory,
  );
  const over: ThingChange = {
    thing: { kind: 'file', path: to },
    before: target === undefined ? noThing : undefined,
    found: target,
    left: kind === 'move' ? noThing : undefined,
  };
  const changes = kind === 'copy' ? [over] : [...(target === undefined ? [] : [over]), movedChange(from, to)];
  await keeper.change(
    changes,
    () => act(kind, { entry, from, to, program }, context),
    (found) => (kind === 'copy' ? [foundState(found)] : []),
  );
  return written(context, `${done[kind]} ${from} to ${to} (${program.name})`, { from, to, by: program.name });
}

/** Gives what is there afterwards; undefined in a dry run. */
async function act(
  kind: Copying['kind'],
  copying: Omit<Ended, 'code' | 'words'>,
  context: VerbContext,
): Promise<FileEntry | undefined> {
  const { live, note, writes } = context;
  const { line, directory } = copying.program;
  const ended = await live.programs.run(line, {
    ...writes,
    directory,
    remoteOutput: undefined,
    deadlineMs,
    onHeld: () => note(stillNote(kind === 'copy' ? 'copying' : 'moving')),
  });
  if (!ended.sent) return undefined;
  const words = await firstWords(ended.output);
  return await mustBeDone(kind, { ...copying, code: ended.returnCode, words }, context);
}

/** What is meant, and that it can be done, before anything is. */
async function looked(
  kind: Copying['kind'],
  typed: Typed,
  { live, signal }: VerbContext,
): Promise<{ readonly entry: FileEntry; readonly to: string; readonly target: FileEntry | undefined }> {
  const { paths, files } = live;
  const from = live.resolve(typed.from);
  if (paths.isRoot(from)) throw new CbError('Usage', `${from} is a root: it stays where it is`);
  const entry = await files.mustStat(from, signal);
  if (entry.isDirectory && kind === 'copy')
    throw new CbError('Usage', `${from} is a directory`, { hint: 'cp copies one file' });
  const first = live.resolve(typed.to);
  const there = await files.stat(first, signal);
  if (there === undefined && paths.meansDirectory(typed.to)) {
    throw new CbError('NotOnSensor', `${first} is not on ${live.session.sensor.hostname}`, {
      hint: `mkdir ${quoteWord(first)} makes it`,
      context: { path: first },
    });
  }
  const isInto = there?.isDirectory === true;
  const to = isInto ? paths.join(first, paths.basename(from)) : first;
  if (paths.same(from, to)) throw new CbError('Usage', `${from} and ${to} are the same`);
  const target = isInto ? await files.stat(to, signal) : there;
  if (target?.isDirectory === true)
    throw new CbError('CommandFailed', `${to} is a directory on the sensor already`);
  if (target !== undefined && !typed.force) throw isThere(to);
  return { entry, to, target };
}

function isThere(to: string): CbError {
  return new CbError('CommandFailed', `${to} is on the sensor already`, {
    hint: 'name another file, or go over it with --force',
    context: { path: to },
  });
}

interface Ended {
  readonly entry: FileEntry;
  readonly from: string;
  readonly to: string;
  readonly program: CopyProgram;
  readonly code: number | undefined;
  readonly words: string;
}

async function mustBeDone(
  kind: Copying['kind'],
  { entry, from, to, program, code, words }: Ended,
  { live, signal }: VerbContext,
): Promise<FileEntry> {
  if (code === existsCode && live.paths.style === 'windows') throw isThere(to);
  const target = await live.files.stat(to, signal);
  const isWhole =
    target !== undefined && (entry.isDirectory || entry.size === undefined || target.size === entry.size);
  const isLeft = kind === 'move' && (await live.files.stat(from, signal)) !== undefined;
  if (code === 0 && target !== undefined && isWhole && !isLeft) return target;
  const size = isWhole ? '' : ' with another size';
  const found = target === undefined ? `${to} is not there` : `${to} is there${size}`;
  const state = isLeft ? `${found}, and ${from} is still there` : found;
  const said = words === '' ? '' : ` (${words})`;
  throw new CbError('CommandFailed', `${program.name} ended${withCode(code)}${said}: ${state}`, {
    context: { from, to, return_code: code },
  });
}

const mostWords = 200;

/** What the program says, as far as a sentence has room for it. */
export async function firstWords({ chunks }: ProgramOutput): Promise<string> {
  let text = '';
  for await (const chunk of chunks) {
    text += chunk;
    if (text.length > mostWords) break;
  }
  return text
    .slice(0, mostWords)
    .trim()
    .split(/\s*[\r\n]+\s*/)
    .join(' ');
}
