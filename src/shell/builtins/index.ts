import type { Spec } from '../../spec/spec.ts';
import type { ShellContext } from '../shell-context.ts';
import { alias } from './alias.ts';
import { clear } from './clear.ts';
import { connectAnother } from './connect.ts';
import { detach } from './detach.ts';
import { disconnect } from './disconnect.ts';
import { end } from './end.ts';
import { exit } from './exit.ts';
import { fg } from './fg.ts';
import { help } from './help.ts';
import { history } from './history.ts';
import { jobs } from './jobs.ts';
import { lcd } from './lcd.ts';
import { lls } from './lls.ts';
import { lpwd } from './lpwd.ts';
import { noteVerb } from './note.ts';
import { set } from './set.ts';
import { source } from './source.ts';
import { status } from './status.ts';
import { time } from './time.ts';
import { unalias } from './unalias.ts';
import { use } from './use.ts';
import { wait } from './wait.ts';
import { watch } from './watch.ts';

/** The verbs of the shell itself. */
export const builtins: readonly Spec<ShellContext>[] = [
  help,
  history,
  set,
  alias,
  unalias,
  status,
  noteVerb,
  source,
  time,
  watch,
  jobs,
  fg,
  wait,
  end,
  lcd,
  lpwd,
  lls,
  clear,
  connectAnother,
  use,
  disconnect,
  detach,
  exit,
];
