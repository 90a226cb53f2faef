import type { Spec } from '../spec/spec.ts';
import { archiveVerify } from './archive/verify.ts';
import { caseAdd } from './case/add.ts';
import { caseClose } from './case/close.ts';
import { caseExport } from './case/export.ts';
import { caseList } from './case/list.ts';
import { caseNote } from './case/note.ts';
import { caseOpen } from './case/open.ts';
import { casePin } from './case/pin.ts';
import { caseReportCommand } from './case/report.ts';
import { caseShow } from './case/show.ts';
import { caseVerify } from './case/verify.ts';
import { completion } from './completion.ts';
import { connect } from './connect.ts';
import type { CommandContext } from './context.ts';
import { diffSnapshots } from './diff.ts';
import { fleetAdd } from './fleet/add.ts';
import { fleetCancel } from './fleet/cancel.ts';
import { fleetExtend } from './fleet/extend.ts';
import { fleetHosts } from './fleet/hosts.ts';
import { fleetList } from './fleet/list.ts';
import { fleetPause } from './fleet/pause.ts';
import { fleetReportCommand } from './fleet/report.ts';
import { fleetResults } from './fleet/results.ts';
import { fleetResume } from './fleet/resume.ts';
import { fleetRetry } from './fleet/retry.ts';
import { fleetRm } from './fleet/rm.ts';
import { fleetRun } from './fleet/run.ts';
import { fleetShell } from './fleet/shell.ts';
import { fleetShow } from './fleet/show.ts';
import { fleetWork } from './fleet/work.ts';
import { lab } from './lab.ts';
import { manifestVerify } from './manifest/verify.ts';
import { playbookCheck } from './playbook/check.ts';
import { playbookList } from './playbook/list.ts';
import { playbookRun } from './playbook/run.ts';
import { playbookShow } from './playbook/show.ts';
import { profileAdd } from './profile/add.ts';
import { profileCheck } from './profile/check.ts';
import { profileList } from './profile/list.ts';
import { profileRemove } from './profile/remove.ts';
import { profileShow } from './profile/show.ts';
import { profileUse } from './profile/use.ts';
import { profileWhoami } from './profile/whoami.ts';
import { cblrSchema } from './schema.ts';
import { sessionArchive } from './session/archive.ts';
import { sessionClose } from './session/close.ts';
import { sessionCommands } from './session/commands.ts';
import { sessionFiles } from './session/files.ts';
import { sessionGet } from './session/get.ts';
import { sessionKeep } from './session/keep.ts';
import { sessionShow } from './session/show.ts';
import { sessions } from './sessions.ts';
import { transcriptExport } from './transcript/export.ts';
import { transcriptList } from './transcript/list.ts';
import { transcriptSeal } from './transcript/seal.ts';
import { transcriptShow } from './transcript/show.ts';
import { transcriptVerify } from './transcript/verify.ts';
import { undoApply } from './undo/apply.ts';
import { undoList } from './undo/list.ts';
import { undoShow } from './undo/show.ts';

export const cblrCommands: readonly Spec<CommandContext>[] = [
  connect,
  diffSnapshots,
  fleetHosts,
  fleetRun,
  fleetShell,
  fleetList,
  fleetShow,
  fleetResults,
  fleetReportCommand,
  fleetResume,
  fleetRetry,
  fleetPause,
  fleetCancel,
  fleetExtend,
  fleetAdd,
  fleetRm,
  fleetWork,
  playbookList,
  playbookRun,
  playbookCheck,
  playbookShow,
  sessions,
  sessionKeep,
  sessionShow,
  sessionClose,
  sessionArchive,
  sessionCommands,
  sessionFiles,
  sessionGet,
  profileAdd,
  profileList,
  profileShow,
  profileUse,
  profileCheck,
  profileWhoami,
  profileRemove,
  caseOpen,
  caseList,
  caseShow,
  caseNote,
  casePin,
  caseAdd,
  caseReportCommand,
  caseVerify,
  caseExport,
  caseClose,
  transcriptList,
  transcriptShow,
  transcriptVerify,
  transcriptSeal,
  transcriptExport,
  manifestVerify,
  archiveVerify,
  undoList,
  undoShow,
  undoApply,
  cblrSchema,
  lab,
  completion,
];
