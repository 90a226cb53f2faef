import { alias } from '../../../../shell/builtins/alias.ts';
import { clear } from '../../../../shell/builtins/clear.ts';
import { help } from '../../../../shell/builtins/help.ts';
import { history } from '../../../../shell/builtins/history.ts';
import { lcd } from '../../../../shell/builtins/lcd.ts';
import { lls } from '../../../../shell/builtins/lls.ts';
import { lpwd } from '../../../../shell/builtins/lpwd.ts';
import { noteVerb } from '../../../../shell/builtins/note.ts';
import { set } from '../../../../shell/builtins/set.ts';
import { source } from '../../../../shell/builtins/source.ts';
import { status } from '../../../../shell/builtins/status.ts';
import { time } from '../../../../shell/builtins/time.ts';
import { unalias } from '../../../../shell/builtins/unalias.ts';
import { watch } from '../../../../shell/builtins/watch.ts';
import type { ShellContext } from '../../../../shell/shell-context.ts';
import type { Spec } from '../../../../spec/spec.ts';
import { cancelLines } from './cancel.ts';
import { cdOnHosts } from './cd.ts';
import { except } from './except.ts';
import { exitFleet } from './exit.ts';
import { fold } from './fold.ts';
import { hosts } from './hosts.ts';
import { only } from './only.ts';
import { results } from './results.ts';
import { steps } from './steps.ts';
import { waitForLine } from './wait.ts';

/** What only a shell on many hosts has. */
export const fleetOwn: readonly Spec<ShellContext>[] = [
  cdOnHosts,
  hosts,
  only,
  except,
  steps,
  results,
  fold,
  waitForLine,
  cancelLines,
  exitFleet,
];

/** With what it shares with a shell on one sensor: but for sessions and jobs, as each line is one by itself. */
export const fleetBuiltins: readonly Spec<ShellContext>[] = [
  ...fleetOwn,
  ...[help, history, set, alias, unalias, status, noteVerb, source, time, watch, lcd, lpwd, lls, clear],
];
