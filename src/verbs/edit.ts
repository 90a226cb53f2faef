import { join } from 'node:path';
import { CbError } from '../errors/cb-error.ts';
import type { FileEntry } from '../live/file-entry.ts';
import { type FormedText, readTextForm, writeTextForm } from '../live/text-form.ts';
import { isFolderError } from '../live/transfer/tree.ts';
import type { LocalEditor } from '../ports/local-editor.ts';
import type { Result } from '../spec/result.ts';
import { formatBytes } from '../text/bytes.ts';
import { lineDiff } from '../text/line-diff.ts';
import { quoteWord } from '../text/quote.ts';
import { keepingFiles } from '../undo/kinds/file.ts';
import { written } from '../views/written.ts';
import { type VerbContext, verb } from './context.ts';
import { checkEncoding, encodingOption } from './encoding.ts';
import { isBinary } from './text-guard.ts';

const mostBytes = 4 * 1024 * 1024;
/** Of the differences; all of them are in the files whose names are said. */
const mostShown = 200;

export const edit = verb({
  name: 'edit',
  about: 'change a text file of the sensor in an editor here',
  details:
    'The file, of at most 4 MiB, opens in VISUAL or EDITOR. What was changed is shown and asked about before it is put back; encoding, byte order mark and line ends stay as they are. There is no overwriting on the wire: the old file is deleted first, and the new one has the owner and rights that the sensor gives it. What was there before is kept in a local file, which is named. Where it was changed on the sensor meanwhile, that is asked about, too. An editor that fails or changes nothing sends nothing.',
  group: 'files',
  wire: ['get file', 'directory list', 'put file', 'delete file'],
  wireAtTimes: ['reg query value'],
  effect: 'destroys',
  undo: 'kept',
  question: 'own',
  operands: { file: { kind: 'remotePath', about: 'file that is there' } },
  options: { encoding: encodingOption },
  inRegistry: ['reg set KEY\\VALUE --data D --force'],
  search: ['vi', 'vim', 'nano', 'emacs', 'notepad', 'change', 'modify'],
  examples: [{ line: 'edit C:\\Windows\\win.ini', shows: 'what was changed, and a question' }],

  async run({ file: typed, encoding }, context): Promise<Result> {
    const { live, local, signal, note } = context;
    const editor = mustHaveEditor(context);
    await checkEncoding(encoding);
    const entry = await live.files.mustStat(live.resolve(typed), signal);
    const old = await whole(entry, context);
    const formed = await textOf(entry, old, encoding, context);
    const folder = await local.temporaryDirectory();
    const paths = pathsIn(folder, entry.name);
    let isOurs = true;
    try {
      await write(paths.edited, Buffer.from(formed.text), context);
      const exitCode = await editor.open(paths.edited, { signal });
      if (exitCode !== 0)
        throw new CbError('LocalFile', `${editor.line} ended with exit code ${exitCode}: nothing was sent`);
      const text = (await local.readText(paths.edited, { noFollow: true })).replace(/^\ufeff/, '');
      // Editors end the last line where nothing did.
      if (text === formed.text || text === `${formed.text}\n`) {
        const sentence = `nothing was changed in ${entry.path}: nothing was sent`;
        return written(context, sentence, { path: entry.path });
      }
      isOurs = false;
      const bytes = await writeTextForm(text, formed.form);
      if (bytes === undefined) throw unwritable(formed, paths.edited);
      showDiff(formed.text, text, note);
      await context.ask.confirm(`put ${entry.path} back?`);
      await askIfChanged(entry, old, context);
      await write(paths.before, old, context);
      await write(paths.sent, bytes, context);
      const put = await putBack(paths, entry, old, context);
      await local.remove(paths.edited);
      await local.remove(paths.sent);
      return put;
    } catch (error) {
      if (!isOurs) note(`what you wrote is kept: ${paths.edited}`);
      throw error;
    } finally {
      if (isOurs) await local.remove(folder, { recursive: true });
    }
  },
});

function mustHaveEditor({ editor }: VerbContext): LocalEditor {
  if (editor !== undefined) return editor();
  throw new CbError('Usage', 'edit needs a terminal', { hint: 'get and put --force do it without one' });
}

interface Paths {
  readonly edited: string;
  readonly sent: string;
  readonly before: string;
}

/** The name tells an editor the language; nothing in it means anything to a shell. */
function pathsIn(folder: string, name: string): Paths {
  const plain = name.replace(/[^A-Za-z0-9.]/g, '_').slice(-40);
  return {
    edited: join(folder, `edit-${plain}`),
    sent: join(folder, `sent-${plain}`),
    before: join(folder, `before-${plain}`),
  };
}

async function whole(entry: FileEntry, { live, signal }: VerbContext): Promise<Buffer> {
  const { path, size = 0 } = entry;
  if (entry.isDirectory) throw isFolderError(path, 'get');
  const tooLarge = new CbError('Usage', `${path} has more than ${formatBytes(mostBytes)}`, {
    hint: 'get fetches it, put --force puts it back',
  });
  if (size > mostBytes) throw tooLarge;
  const chunks: Uint8Array[] = [];
  let got = 0;
  for await (const chunk of live.files.read(path, {}, signal)) {
    got += chunk.byteLength;
    if (got > mostBytes) throw tooLarge;
    chunks.push(Buffer.from(chunk));
  }
  return Buffer.concat(chunks);
}

async function textOf(
  { path }: FileEntry,
  bytes: Buffer,
  encoding: string | undefined,
  { live, signal }: VerbContext,
): Promise<FormedText> {
  const isText = encoding !== undefined || !isBinary(bytes);
  const formed = isText ? await readTextForm(bytes, encoding, () => live.codePage.name(signal)) : undefined;
  if (formed !== undefined) return formed;
  throw new CbError('Usage', `${path} is no text that would stay as it is`, {
    hint: 'get fetches it, put --force puts it back; --encoding names how it is written',
    context: { path },
  });
}

async function write(path: string, bytes: Uint8Array, { local }: VerbContext): Promise<void> {
  const made = await local.openNew(path, { replace: false });
  try {
    await made.write(bytes);
    await made.finish();
  } finally {
    await made.abandon();
  }
}

function unwritable({ form }: FormedText, edited: string): CbError {
  return new CbError('Usage', `${form.encoding} has not all characters of what you wrote: nothing was sent`, {
    hint: `take them out of ${edited} and put that`,
  });
}

function showDiff(before: string, after: string, note: (text: string) => void): void {
  const lines = lineDiff(before, after);
  for (const line of lines.slice(0, mostShown)) note(line);
  if (lines.length > mostShown) note(`... and ${lines.length - mostShown} more lines`);
}

/** What somebody else wrote there while the editor was open would be gone. */
async function askIfChanged(entry: FileEntry, old: Buffer, context: VerbContext): Promise<void> {
  const { path } = entry;
  const { live, signal } = context;
  const there = await live.files.stat(path, signal);
  const now = there === undefined ? undefined : await whole(there, context);
  if (now !== undefined && Buffer.compare(now, old) === 0) return;
  const what =
    now === undefined ? 'was removed' : `was changed (${old.length} bytes then, ${now.length} now)`;
  await context.ask.confirm(`${path} ${what} on the sensor meanwhile: put yours all the same?`);
}

async function putBack(
  paths: Paths,
  { path }: FileEntry,
  old: Buffer,
  context: VerbContext,
): Promise<Result> {
  const { live, progress, writes, note, keeper } = context;
  const keeping = keepingFiles(keeper);
  const task = progress.start(`put ${path}`);
  try {
    const sent = await live.transfers.upload(paths.sent, path, {
      ...writes,
      force: true,
      // As it was read a moment ago.
      around: ({ there, ...change }, act) =>
        keeping(
          { ...change, there: there?.size === old.length ? { ...there, read: () => [old] } : there },
          act,
        ),
      onProgress: (count, total) => task.advance(count, total, 'bytes'),
    });
    if (!sent.sent) return written(context, '', {});
    const { size, sha256 } = sent;
    const sentence = `put ${path} back; what was there before is kept: ${paths.before}`;
    return written(context, sentence, { path, size, sha256, before: paths.before });
  } catch (error) {
    note(
      `what was there before is kept: put --force ${quoteWord(paths.before)} ${quoteWord(path)} brings it back`,
    );
    throw error;
  } finally {
    task.stop();
  }
}
