import type { Sent } from '../api/resources/replies.ts';
import { CbError, isCbError } from '../errors/cb-error.ts';
import { noOutput } from '../live/program-output.ts';
import { done } from '../spec/result.ts';
import { throughInterpreter } from '../text/interpreter.ts';
import { fitsOneLine } from '../text/quote.ts';
import type { PathStyle } from '../text/remote-path.ts';
import { written } from '../views/written.ts';
import { attended } from './attended.ts';
import { verb } from './context.ts';
import { checkEncoding, encodingOption } from './encoding.ts';
import { execLine } from './exec-line.ts';
import { codeUnknown, heldNote, leftNote, type ProgramEnd, programResult } from './program-result.ts';

const ordinaryDeadlineMs = 600_000;

export const exec = verb({
  name: 'exec',
  about: 'run a program on the sensor and show its output',
  details:
    'It runs in the directory of the shell, without a command interpreter: --shell runs the line by cmd.exe or sh, --powershell as a script that goes there encoded. ' +
    'Options stand before the command. In the shell the unquoted | > ; end the command; behind -- the line goes to the sensor to its ' +
    'end. As a one-shot one argument is sent as it is, several are quoted for the system of the sensor. ' +
    'Output comes through a temporary file on the sensor, which is removed. While the sensor waits for a program it does nothing else. ' +
    "--follow shows output as it comes, does not hold the sensor, and has the exit code: the sensor's command interpreter starts the program " +
    'and writes that down, but reads nothing in the line.',
  group: 'processes',
  wire: ['create process', 'directory list', 'get file', 'delete file'],
  wireAtTimes: ['process list', 'kill', 'reg query value'],
  effect: 'changes',
  undo: { not: 'what a program does is not known' },
  operands: { command: { kind: 'commandLine', about: 'the command line' } },
  options: {
    dir: { kind: 'remotePath', isFolder: true, value: 'D', about: 'run it in this directory' },
    remoteOutput: { kind: 'remotePath', value: 'F', about: 'keep the output in this file on the sensor' },
    wait: {
      kind: 'flag',
      about: 'have the sensor wait for its end and give the exit code, also at the prompt',
    },
    noWait: { kind: 'flag', about: 'start it and give its pid' },
    follow: { kind: 'flag', about: 'show the output as it grows, without holding the sensor' },
    deadline: {
      kind: 'durationMs',
      about: 'wait this long for its end (10m; with --follow no limit)',
    },
    propagate: { kind: 'flag', about: 'make its exit code ours' },
    shell: { kind: 'flag', about: 'run the line by cmd.exe or sh, whichever the sensor has' },
    powershell: { kind: 'flag', about: 'run it as a script of PowerShell: no quoting to think of' },
    encoding: encodingOption,
  },
  conflicts: [
    ['shell', 'powershell'],
    ['wait', 'noWait'],
    ['wait', 'follow'],
    ['noWait', 'follow'],
    ['noWait', 'propagate'],
    ['noWait', 'deadline'],
    ['noWait', 'encoding'],
  ],
  hereUnless: ['dir'],
  search: ['execute', 'start', 'shell', 'cmd', 'powershell', 'execfg'],
  examples: [
    { line: 'exec ipconfig /all', shows: 'run a program and show its output' },
    { line: 'exec --shell -- dir C:\\ | findstr Users', shows: 'the pipe is run on the sensor' },
    { line: 'exec --powershell -- Get-Process; "$env:windir"', shows: 'a script as it stands' },
    { line: 'exec --follow --dir C:\\Windows\\Temp ping -n 3 127.0.0.1', shows: 'watch a long run' },
  ],

  async run(
    { command, dir, remoteOutput, wait, noWait, follow, deadline, propagate, encoding, shell, powershell },
    context,
  ) {
    await checkEncoding(encoding);
    const { live, note, progress, writes } = context;
    const { signal } = writes;
    const line = execLine(command, shell ? 'shell' : powershell ? 'powershell' : undefined, live);
    if (follow && live.paths.style === 'windows' && !fitsOneLine([line]))
      throw new CbError('Usage', 'a command line for cmd.exe cannot hold a line end');
    // As it was typed: what PowerShell gets nobody can read.
    const what = `exec ${powershell ? `--powershell ${command.text ?? command.words.join(' ')}` : line}`;
    const options = {
      what,
      encoding,
      directory: live.workingDirectory(dir),
      remoteOutput: remoteOutput === undefined ? undefined : live.resolve(remoteOutput),
      deadlineMs: deadline ?? ordinaryDeadlineMs,
      ...writes,
    };
    if (noWait) {
      const started = await live.programs.start(line, options).catch((error: unknown) => {
        throw hinted(error, line, live.paths.style);
      });
      if (!started.sent) return written(context, '', {});
      const { pid } = started;
      return done(`started${pid === undefined ? '' : ` as process ${pid}`}`, { pid });
    }
    const { prompt } = context;
    // Where nobody asks for the code its end shows in the list of processes alone.
    const isLeft = prompt !== undefined && !wait && !propagate && live.session.supports('process list');
    if (follow || isLeft) {
      let end: Sent<ProgramEnd> = { sent: false };
      const start = () =>
        live.programs.watch(line, {
          ...options,
          deadlineMs: deadline ?? Number.POSITIVE_INFINITY,
          withCode: follow,
          attention: prompt?.attention,
          onLeft: (left) => note(leftNote(left)),
          onShorter: () => note('its output got shorter: from its start again'),
          onEnd: (ended) => {
            const { wasEnded } = ended;
            const unasked = { unknown: wasEnded ? 'ended' : codeUnknown };
            end = { sent: true, ...ended, ...(follow && !wasEnded ? {} : unasked) };
          },
        });
      const program = await (prompt === undefined
        ? start()
        : attended(start, { prompt, signal, note, progress, what })
      ).catch((error: unknown) => {
        throw hinted(error, line, live.paths.style);
      });
      if (program === undefined) return written(context, '', {});
      return programResult(program, () => end, propagate);
    }
    const ended = await live.programs
      .run(line, { ...options, onHeld: () => note(heldNote) })
      .catch((error: unknown) => {
        throw hinted(error, line, live.paths.style);
      });
    return programResult(ended.sent ? ended.output : noOutput, () => ended, propagate);
  },
});

const byItsPath = 'by its whole path it is found outside of PATH, too; a path with blanks stands in quotes';

/** No such program: it may be a word of the interpreter. */
function hinted(error: unknown, line: string, style: PathStyle): unknown {
  if (!isCbError(error, 'NotOnSensor')) return error;
  const hint = throughInterpreter(line, style) ?? error.hint ?? byItsPath;
  return error.reworded({ hint });
}
