import { verb } from './context.ts';
import { copyOrMove } from './copy-or-move.ts';
import { onHost } from './named.ts';

export const mv = verb({
  name: 'mv',
  about: 'move or rename a file or directory on the sensor',
  details:
    "By the sensor's own program, which is said: move of cmd.exe, or /bin/mv. What is there afterwards is looked at. What is there already is refused unless --force is given. A directory goes with all in it; on Windows it stays on its drive. A name that Windows reads otherwise is handed to no program.",
  group: 'files',
  wire: ['directory list', 'create process', 'get file', 'delete file'],
  wireAtTimes: ['reg query value'],
  effect: 'changes',
  undo: 'kept',
  effectOf: ({ force }) => (force ? 'destroys' : 'changes'),
  question: ({ from, to }, context) => `move ${from} to ${to}${onHost(context)}, over what is there?`,
  operands: {
    from: { kind: 'remotePath', about: 'what is there' },
    to: { kind: 'remotePath', about: 'its new path, or a directory that it goes into' },
  },
  options: { force: { kind: 'flag', about: 'over a file that is there' } },
  inRegistry: ['reg export KEY --to FILE.reg'],
  search: ['move', 'ren', 'rename'],
  examples: [
    {
      line: 'mv C:\\Users\\Public\\evil.exe C:\\Users\\Public\\evil.exe.off',
      shows: 'renamed, so that it does not start again',
    },
    { line: 'mv /tmp/.X11-unix /tmp/was', sensor: '1', shows: 'a directory with all in it' },
  ],

  run: (input, context) => copyOrMove('move', input, context),
});
