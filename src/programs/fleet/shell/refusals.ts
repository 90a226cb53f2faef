import { CbError } from '../../../errors/cb-error.ts';
import { findSpec } from '../../../spec/registry.ts';
import type { VerbStatement } from '../../../text/tokenise.ts';
import { verbs } from '../../../verbs/index.ts';
import { isForRun } from '../plan-steps.ts';

/** What to do instead, by the first word of a verb. */
const instead: Readonly<Record<string, string>> = {
  edit: 'get FILE, change it, put FILE --force; cblr connect HOST edits it on one',
  view: 'cat or head shows a file of each host; cblr connect HOST views it on one',
  mirror: 'get fetches files of each host; cblr connect HOST mirrors a folder of one',
  memdump: 'cblr connect HOST dumps the memory of one',
  snap: 'cblr connect HOST snaps one',
  isolate: 'cbq isolate takes many sensors',
  unisolate: 'cbq unisolate takes many sensors',
  diff: 'hash compares a file over all hosts: equal answers stand together',
  undo: 'cblr undo takes back what was done on one sensor',
  files: 'get keeps what it fetches in the folder of the run',
  archive: 'cblr connect HOST has the archive of one session',
  commands: 'hosts and steps say what is under way',
  sessions: 'hosts says what each is at; cblr sessions lists the sessions of the server',
  connect: 'a shell on one sensor is another one: cblr connect HOST, in another terminal',
  use: 'only HOST narrows lines to one host',
  disconnect: 'except HOST leaves a host out',
  detach: 'exit leaves; the run stays, and cblr fleet resume goes on with it',
  jobs: 'steps lists the lines, and how many hosts have answered each',
  fg: 'wait shows the answers to a line once they are there, results those that are',
  end: 'cancel gives a line up on hosts that have not begun with it',
};

/** Why a statement makes no sense for many hosts; undefined where it may. */
export function refusalForHosts({ words, isJob }: VerbStatement): CbError | undefined {
  const texts = words.map(({ text }) => text);
  const [first = ''] = texts;
  if (isJob === true)
    return refused('& is not needed', 'a line goes on behind the prompt once Ctrl-C lets go of it');
  if (first.startsWith('@'))
    return refused(`lines go to all hosts, and ${first} is one`, `only ${first.slice(1)} narrows them`);
  const found = findSpec(verbs, texts)?.spec;
  if (found !== undefined && isForRun(found)) return undefined;
  const name = found?.name ?? first;
  const [noun = ''] = name.split(' ');
  const hint = Object.hasOwn(instead, noun) ? instead[noun] : undefined;
  return hint === undefined ? undefined : refused(`${name} is for one sensor, not for many hosts`, hint);
}

function refused(message: string, hint: string | undefined): CbError {
  return new CbError('Usage', message, { hint });
}
