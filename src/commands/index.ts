import type { Spec } from '../spec/spec.ts';
import { completion } from './completion.ts';
import { connect } from './connect.ts';
import type { CommandContext } from './context.ts';
import { lab } from './lab.ts';
import { add } from './profile/add.ts';
import { check } from './profile/check.ts';
import { list } from './profile/list.ts';
import { remove } from './profile/remove.ts';
import { show as showProfile } from './profile/show.ts';
import { use } from './profile/use.ts';
import { archive } from './session/archive.ts';
import { close } from './session/close.ts';
import { commands as sessionCommands } from './session/commands.ts';
import { files } from './session/files.ts';
import { show } from './session/show.ts';
import { sessions } from './sessions.ts';

export const commands: readonly Spec<CommandContext>[] = [
  connect,
  sessions,
  show,
  close,
  archive,
  sessionCommands,
  files,
  add,
  list,
  showProfile,
  use,
  check,
  remove,
  lab,
  completion,
];
