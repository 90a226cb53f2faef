import type { Spec } from '../spec/spec.ts';
import { archive } from './archive.ts';
import { autoruns } from './autoruns.ts';
import { ban } from './ban.ts';
import { cancel } from './cancel.ts';
import { cat } from './cat.ts';
import { cd } from './cd.ts';
import { commands } from './commands.ts';
import type { VerbContext } from './context.ts';
import { cp } from './cp.ts';
import { diff } from './diff.ts';
import { dlls } from './dlls.ts';
import { drives } from './drives.ts';
import { du } from './du.ts';
import { edit } from './edit.ts';
import { env } from './env.ts';
import { exec } from './exec.ts';
import { filesGet } from './files/get.ts';
import { filesRm } from './files/rm.ts';
import { files } from './files.ts';
import { find } from './find.ts';
import { get } from './get.ts';
import { grep } from './grep.ts';
import { hash } from './hash.ts';
import { head } from './head.ts';
import { hexdump } from './hexdump.ts';
import { ifconfig } from './ifconfig.ts';
import { info } from './info.ts';
import { isolate } from './isolate.ts';
import { kill } from './kill.ts';
import { ls } from './ls.ts';
import { memdump } from './memdump.ts';
import { mirror } from './mirror.ts';
import { mkdir } from './mkdir.ts';
import { mv } from './mv.ts';
import { netstat } from './netstat.ts';
import { ps } from './ps.ts';
import { put } from './put.ts';
import { pwd } from './pwd.ts';
import { recorded } from './recorded.ts';
import { regCreate } from './reg/create.ts';
import { regDelete } from './reg/delete.ts';
import { regDiff } from './reg/diff.ts';
import { regExport } from './reg/export.ts';
import { regGet } from './reg/get.ts';
import { regImport } from './reg/import.ts';
import { regQuery } from './reg/query.ts';
import { regSet } from './reg/set.ts';
import { respond } from './respond.ts';
import { rm } from './rm.ts';
import { run } from './run.ts';
import { services } from './services.ts';
import { serverSessions } from './sessions.ts';
import { snap } from './snap.ts';
import { stat } from './stat.ts';
import { strings } from './strings.ts';
import { tail } from './tail.ts';
import { tasks } from './tasks.ts';
import { directoryTree } from './tree.ts';
import { undoListVerb } from './undo/list.ts';
import { undoShowVerb } from './undo/show.ts';
import { undo } from './undo.ts';
import { unisolate } from './unisolate.ts';
import { unzip } from './unzip.ts';
import { users } from './users.ts';
import { view } from './view.ts';
import { zip } from './zip.ts';

/** Every verb that talks to a sensor, in the order of help. */
export const verbs: readonly Spec<VerbContext>[] = [
  ls,
  cd,
  pwd,
  drives,
  stat,
  find,
  directoryTree,
  du,
  cat,
  view,
  head,
  tail,
  hexdump,
  strings,
  grep,
  hash,
  get,
  mirror,
  put,
  edit,
  cp,
  mv,
  zip,
  unzip,
  rm,
  mkdir,
  ps,
  kill,
  respond,
  ban,
  recorded,
  exec,
  run,
  netstat,
  ifconfig,
  services,
  tasks,
  autoruns,
  users,
  env,
  dlls,
  snap,
  diff,
  regQuery,
  regGet,
  regSet,
  regCreate,
  regDelete,
  regExport,
  regImport,
  regDiff,
  memdump,
  info,
  serverSessions,
  commands,
  cancel,
  files,
  filesGet,
  filesRm,
  archive,
  isolate,
  unisolate,
  undo,
  undoListVerb,
  undoShowVerb,
];
