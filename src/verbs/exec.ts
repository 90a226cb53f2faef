import { CbError } from '../errors/cb-error.ts';
import { done } from '../spec/result.ts';
import { fitsOneLine, sensorCommandLine } from '../text/quote.ts';
import { verb } from './context.ts';
import { heldNote, type ProgramEnd, programResult } from './program-result.ts';
import { written } from './written.ts';

const ordinaryDeadlineMs = 600_000;

export const exec = verb({
  name: 'exec',
  about: 'run a program on the sensor and show its output',
  details:
    'It runs in the directory of the shell, without a command interpreter: put "cmd.exe /c" or "/bin/sh -c" in front of what needs one. ' +
    'Options stand before the command. In the shell the unquoted | > ; end the command; behind -- the line goes to the sensor to its ' +
    'end. As a one-shot one argument is sent as it is, several are quoted for the system of the sensor. ' +
    'Output comes through a temporary file on the sensor, which is removed. While the sensor waits for a program it does nothing else. ' +
    '--follow runs it through the command interpreter (which reads % or $ in it) and shows output as it comes.',
  group: 'processes',
  wire: ['create process', 'directory list', 'get file', 'delete file'],
  effect: 'changes',
  operands: { command: { kind: 'commandLine', about: 'the command line' } },
  options: {
    dir: { kind: 'remotePath', isFolder: true, value: 'D', about: 'run it in this directory' },
    remoteOutput: { kind: 'remotePath', value: 'F', about: 'keep the output in this file on the sensor' },
    noWait: { kind: 'flag', about: 'start it and give its pid' },
    follow: { kind: 'flag', about: 'show the output as it grows, without holding the sensor' },
    deadline: {
      kind: 'duration',
      value: 'T',
      about: 'wait this long for its end (10m; with --follow no limit)',
    },
    propagate: { kind: 'flag', about: 'make its exit code ours' },
  },
  conflicts: [
    ['noWait', 'follow'],
    ['noWait', 'propagate'],
    ['noWait', 'deadline'],
  ],
  search: ['execute', 'start', 'shell', 'cmd', 'powershell', 'execfg'],
  examples: [
    { line: 'exec ipconfig /all', shows: 'run a program and show its output' },
    { line: 'exec -- cmd.exe /c dir C:\\ | findstr Users', shows: 'the pipe is run on the sensor' },
    { line: 'exec --follow --dir C:\\Windows\\Temp ping -n 3 127.0.0.1', shows: 'watch a long run' },
  ],

  async run({ command, dir, remoteOutput, noWait, follow, deadline, propagate }, context) {
    const { live, note, signal } = context;
    // Windows hands a batch file to cmd.exe by itself.
    const isForCmd =
      live.paths.style === 'windows' && (follow || /\.(?:bat|cmd)[. ]*$/i.test(command.words[0] ?? ''));
    if (isForCmd && !fitsOneLine(command.words))
      throw new CbError('Usage', 'a command line for cmd.exe cannot hold a line end');
    const line = sensorCommandLine(command, isForCmd ? 'cmd' : live.paths.style);
    if (line.trim() === '') throw new CbError('Usage', 'exec needs a command line');
    const options = {
      directory: live.workingDirectory(dir),
      remoteOutput: remoteOutput === undefined ? undefined : live.resolve(remoteOutput),
      deadlineMs: deadline ?? (follow ? Number.POSITIVE_INFINITY : ordinaryDeadlineMs),
      signal,
    };
    if (noWait) {
      const { isSent, pid } = await live.programs.start(line, options);
      const as = pid === undefined ? '' : ` as process ${pid}`;
      return isSent ? done(`started${as}`, { pid }) : written(context, '', {});
    }
    if (follow) {
      let end: ProgramEnd = { isSent: false, pid: undefined, returnCode: undefined };
      const output = live.programs.follow(
        line,
        {
          ...options,
          onLeft: (left) =>
            note(
              `the program (pid ${left.pid ?? 'unknown'}) may go on on the sensor; ${left.output} and ${left.codeFile} stay there`,
            ),
        },
        (ended) => {
          end = ended;
        },
      );
      return programResult(output, () => end, propagate);
    }
    const ended = await live.programs.run(line, { ...options, onHeld: () => note(heldNote) });
    return programResult(ended.output, () => ended, propagate);
  },
});
