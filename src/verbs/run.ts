import { CbError, isCbError } from '../errors/cb-error.ts';
import { NeverTaken } from '../errors/never-taken.ts';
import { noOutput } from '../live/program-output.ts';
import { mustBeFile } from '../live/transfer/upload.ts';
import type { CommandLine } from '../spec/params.ts';
import { fitsOneLine, quoteForCmd, quoteForPosix, quoteForWindows } from '../text/quote.ts';
import { verb } from './context.ts';
import { checkEncoding, encodingOption } from './encoding.ts';
import { heldNote, programResult } from './program-result.ts';

const ordinaryDeadlineMs = 600_000;

export const run = verb({
  name: 'run',
  about: 'put a local program or script on the sensor, run it, remove it',
  details:
    'Windows runs .bat and .cmd by cmd.exe, .ps1 by PowerShell, .vbs and .js by cscript.exe, anything else as a program; elsewhere it ' +
    'is made executable and started through /bin/sh. Options stand before the local file.',
  group: 'processes',
  wire: ['directory list', 'put file', 'create process', 'get file', 'delete file'],
  wireAtTimes: ['process list', 'reg query value'],
  effect: 'destroys',
  undo: { not: 'what a program does is not known' },
  async question({ local }, { local: files }) {
    await mustBeFile(files, files.resolve(local));
    return `run ${local} on the sensor?`;
  },
  operands: {
    local: { kind: 'localPath', about: 'local program or script' },
    args: { kind: 'commandLine', optional: true, about: 'its arguments' },
  },
  options: {
    deadline: { kind: 'durationMs', about: 'wait this long for its end (10m)' },
    propagate: { kind: 'flag', about: 'make its exit code ours' },
    encoding: encodingOption,
  },
  hereUnless: [],
  search: ['execute', 'script', 'runscript', 'put-and-run'],
  examples: [
    { line: 'run triage.ps1 -Fast', shows: 'run a script with an argument' },
    { line: 'run --deadline 1h collect.cmd', shows: 'give a collector an hour' },
  ],

  async run({ local, args, deadline, propagate, encoding }, context) {
    const { live, local: files, progress, note, writes, dryRun } = context;
    await checkEncoding(encoding);
    const source = files.resolve(local);
    const extension = /\.[a-z0-9]{1,8}$/i.exec(source)?.[0] ?? '';
    const { style } = live.paths;
    const suffix = extension || (style === 'windows' ? '.exe' : '.bin');
    const remote = await live.programs.helpers.newPath(suffix, writes.signal);
    // Until it is known that it is not: what may be there is removed on every way out.
    live.programs.helpers.keep({ path: remote, what: `run ${local}` });
    let isOnSensor = true;
    const task = progress.start(`putting ${local} on the sensor`);
    try {
      const onProgress = (done: number, total: number): void => task.advance(done, total, 'bytes');
      await live.transfers
        .upload(source, remote, { ...writes, force: false, onProgress })
        .catch((error: unknown) => {
          isOnSensor = !(error instanceof NeverTaken);
          throw error;
        });
      task.say(`running ${local}`);
      const ended = await live.programs.run(lineFor(remote, args, style), {
        directory: live.workingDirectory(),
        remoteOutput: undefined,
        ...writes,
        deadlineMs: deadline ?? ordinaryDeadlineMs,
        encoding,
        onHeld: () => note(heldNote),
      });
      isOnSensor = ended.sent;
      return programResult(ended.sent ? ended.output : noOutput, () => ended, propagate);
    } catch (error) {
      if (dryRun || isCbError(error, 'LocalFile')) isOnSensor = false;
      throw error;
    } finally {
      task.stop();
      if (isOnSensor) live.programs.helpers.remove(remote);
      else live.programs.helpers.drop(remote);
    }
  },
});

/** How the sensor starts the file: by what its name says on Windows, by its first line elsewhere. */
function lineFor(remote: string, args: CommandLine | undefined, style: 'windows' | 'unix'): string {
  const typed = args?.text;
  const words = args?.words ?? [];
  if (style === 'unix') {
    const rest = typed ?? quoteForPosix(words);
    const file = quoteForPosix([remote]);
    return `/bin/sh -c ${quoteForPosix([`chmod 700 ${file} && exec ${file} ${rest}`.trimEnd()])}`;
  }
  const kind = /\.[^.\\]+$/.exec(remote)?.[0].toLowerCase();
  if (kind === '.bat' || kind === '.cmd') {
    if (!fitsOneLine(words)) throw new CbError('Usage', 'a batch file takes no argument with a line end');
    const line = typed ?? quoteForCmd(words);
    return `cmd.exe /d /e:on /v:off /s /c "${`${remote} ${line}`.trimEnd()}"`;
  }
  const rest = typed ?? quoteForWindows(['x', ...words]).slice(2);
  const tail = rest === '' ? '' : ` ${rest}`;
  switch (kind) {
    case '.ps1':
      return `powershell.exe -NoProfile -NonInteractive -ExecutionPolicy Bypass -File ${remote}${tail}`;
    case '.vbs':
    case '.js':
      return `cscript.exe //nologo ${remote}${tail}`;
    default:
      return `${remote}${tail}`;
  }
}
