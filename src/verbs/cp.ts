import { verb } from './context.ts';
import { copyOrMove } from './copy-or-move.ts';
import { onHost } from './named.ts';

export const cp = verb({
  name: 'cp',
  about: 'copy a file on the sensor',
  details:
    "By the sensor's own program, which is said: copy of cmd.exe, or /bin/cp. What is there afterwards is looked at. What is there already is refused unless --force is given. Times stay as they are as far as that program keeps them. A name that Windows reads otherwise is handed to no program.",
  group: 'files',
  wire: ['directory list', 'create process', 'get file', 'delete file'],
  wireAtTimes: ['reg query value'],
  effect: 'changes',
  undo: 'kept',
  effectOf: ({ force }) => (force ? 'destroys' : 'changes'),
  question: ({ from, to }, context) => `copy ${from} to ${to}${onHost(context)}, over what is there?`,
  operands: {
    from: { kind: 'remotePath', about: 'what is there' },
    to: { kind: 'remotePath', about: 'its new path, or a directory that it goes into' },
  },
  options: { force: { kind: 'flag', about: 'over a file that is there' } },
  inRegistry: ['reg export KEY --to FILE.reg'],
  search: ['copy', 'xcopy', 'duplicate'],
  examples: [
    { line: 'cp C:\\Users\\Public\\evil.exe C:\\Windows\\Temp\\sample.bin', shows: 'another copy of it' },
    { line: 'cp /etc/passwd /tmp/', sensor: '1', shows: 'into a directory' },
  ],

  run: (input, context) => copyOrMove('copy', input, context),
});
