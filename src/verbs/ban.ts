import { CbError, isCbError } from '../errors/cb-error.ts';
import { banWork } from '../ops/ban-work.ts';
import { isMd5 } from '../text/md5.ts';
import { keptBans } from '../undo/kept-bans.ts';
import { targetColumns } from '../views/ban-columns.ts';
import { bulk } from '../views/bulk-rows.ts';
import { type VerbContext, verb } from './context.ts';
import { md5OfFile, md5OfProcess } from './md5-of-process.ts';

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
  const { live, signal } = context;
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
  return await md5OfProcess(entry, context);
}
