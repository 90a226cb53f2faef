import { CbError, isCbError } from '../errors/cb-error.ts';
import { lacksRight } from '../errors/server-fault.ts';
import { type ProcessEntry, processName } from '../live/process-entry.ts';
import { banWork } from '../ops/ban-work.ts';
import { md5Of } from '../ops/md5-of.ts';
import { createProcessLookup } from '../ops/process-lookup.ts';
import { isMd5, shownMd5 } from '../text/md5.ts';
import { keptBans } from '../undo/kept-bans.ts';
import { targetColumns } from '../views/ban-columns.ts';
import { bulk } from '../views/bulk-rows.ts';
import { type VerbContext, verb } from './context.ts';

export const ban = verb({
  name: 'ban',
  about: 'ban what a process is, what a file holds, or an MD5, on all sensors',
  details:
    'Of a process it is the binary that the server has recorded, else the file as it is now; a file is read through the session and kept nowhere. What runs goes on running: kill ends it. ' +
    'What is signed by Microsoft, or was seen on more than a tenth of the sensors, is asked about: --yes answers, and the latter needs --force where there is no terminal.',
  group: 'processes',
  wire: [],
  wireAtTimes: ['process list', 'directory list', 'get file'],
  effect: 'changes',
  undo: 'kept',
  operands: { target: { kind: 'remotePath', or: 'pid', many: true, about: 'pid, file, or MD5' } },
  options: {
    text: { kind: 'text', value: 'WHY', about: 'why, for who looks at the ban list later' },
    force: { kind: 'flag', about: 'without questions, and where nobody can tell where they were seen' },
  },
  search: ['block', 'blacklist', 'stop', 'banned'],
  examples: [
    { line: 'ban 1800 --force --text "case 1182"', shows: 'the binary of a process, without a question' },
    { line: 'ban C:\\Users\\Public\\evil.exe', shows: 'what the file holds' },
    { line: 'ban 7FB55F5A62E78AF9B58D08AAEEAEF848', shows: 'a hash, as cbq ban add does' },
  ],

  async run({ target, text = '', force }, context) {
    const md5s = new Set<string>();
    for (const typed of target) md5s.add(await md5OfTarget(typed, context));
    const work = await banWork(context.cb, [...md5s], text, { ...context, force });
    return bulk(
      { ...keptBans(work, text, context.keeper), columns: targetColumns },
      { ...context, runtime: context },
    );
  },
});

/** In lower case. What is typed is an MD5 before it is a pid, and a pid before it is a file. */
async function md5OfTarget(typed: string, context: VerbContext): Promise<string> {
  const word = typed.trim();
  if (isMd5(word)) return word.toLowerCase();
  const { live, note, signal } = context;
  if (!/^\d+$/.test(word)) {
    try {
      return await md5OfFile(live.resolve(typed), context);
    } catch (error) {
      // The name of a process is a likely thing to type, and is the name of many.
      if (!isCbError(error, 'NotOnSensor') || /[\\/]/.test(word)) throw error;
      throw error.reworded({
        hint: 'a file is named by its path, a process by its pid: ps lists them, ban PID bans what it is',
      });
    }
  }
  const [entry] = await live.processes.find([word], signal);
  if (entry === undefined) throw new CbError('NotOnSensor', `no process ${word}`);
  const name = `${entry.pid} ${processName(entry)}`;
  const recorded = await recordedMd5(entry, context);
  if (recorded !== undefined) {
    note(`${name} is ${shownMd5(recorded)}`);
    return recorded;
  }
  const path = filePath(entry.path);
  if (path === '') throw new CbError('NotFound', `process ${name} has no file that could be banned`);
  note(`the server has no record of ${name} yet: what counts is the file ${path} as it is now`);
  return await md5OfFile(path, context);
}

async function recordedMd5({ guid }: ProcessEntry, { cb, signal }: VerbContext): Promise<string | undefined> {
  if (guid === '') return undefined;
  try {
    return (await createProcessLookup(cb, signal).find(guid))?.md5;
  } catch (error) {
    // Who may ban need not be one who may see processes.
    if (isCbError(error, 'NotFound', 'ServerError') || lacksRight(error)) return undefined;
    throw error;
  }
}

/** `\??\C:\x.exe` and `\systemroot\x.exe`, as the kernel writes them, as other programs do. */
function filePath(path: string): string {
  return path.replace(/^\\\?\?\\/, '').replace(/^\\systemroot\\/i, 'C:\\Windows\\');
}

/** Read through the session; nothing of it stays here. */
async function md5OfFile(path: string, { live, progress, note, signal }: VerbContext): Promise<string> {
  const entry = await live.files.mustStat(path, signal);
  if (entry.isDirectory) throw new CbError('Usage', `${path} is a directory: files are banned one by one`);
  if (entry.size === 0) throw new CbError('Usage', `${path} is empty: every empty file has its MD5`);
  const task = progress.start(`reading ${path}`);
  try {
    const md5 = await md5Of(live.files.read(path, {}, signal), (bytes) =>
      task.advance(bytes, entry.size, 'bytes'),
    );
    note(`${path} is ${shownMd5(md5)}`);
    return md5;
  } finally {
    task.stop();
  }
}
