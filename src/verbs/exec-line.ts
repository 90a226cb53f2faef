import { CbError } from '../errors/cb-error.ts';
import { systemFolder } from '../live/helper-path.ts';
import type { Live } from '../live/live.ts';
import type { CommandLine } from '../spec/params.ts';
import { useOfInterpreter } from '../text/interpreter.ts';
import { fitsOneLine, quoteForPosix, sensorCommandLine } from '../text/quote.ts';

export type Interpreter = 'shell' | 'powershell' | undefined;

/** What `CreateProcess` takes. */
const longestLine = 32_767;

/**
 * The command line for the sensor: what was typed as it is, or as one argument of the interpreter that reads it, which nothing in front of
 * it reads before.
 */
export function execLine(
  command: CommandLine,
  by: Interpreter,
  { paths: { style }, session }: Pick<Live, 'paths' | 'session'>,
): string {
  const folder = systemFolder(session.current.directory);
  if (by === 'powershell') {
    const program = `${folder}\\WindowsPowerShell\\v1.0\\powershell.exe`;
    if (style === 'windows') return encoded(program, command.text ?? command.words.join(' '));
    throw new CbError('Unsupported', 'powershell is for Windows', { hint: 'exec --shell runs a line by sh' });
  }
  // Windows hands a batch file to cmd.exe by itself.
  const isForCmd =
    style === 'windows' && (by === 'shell' || /\.(?:bat|cmd)[. ]*$/i.test(command.words[0] ?? ''));
  if (isForCmd && !fitsOneLine([command.text ?? '', ...command.words]))
    throw new CbError('Usage', 'a command line for cmd.exe cannot hold a line end');
  const line = sensorCommandLine(command, isForCmd ? 'cmd' : style);
  if (line.trim() === '') throw new CbError('Usage', 'exec needs a command line');
  if (by === 'shell') {
    return style === 'windows'
      ? `${folder}\\cmd.exe /d /e:on /v:off /s /c "${line}"`
      : `/bin/sh -c ${quoteForPosix([line])}`;
  }
  const use = useOfInterpreter(line);
  if (use === undefined) return line;
  throw new CbError('Usage', `${line.trim()} alone waits for lines that nobody can type to it`, {
    hint: `give it something to run: exec ${use}`,
  });
}

/** A script that no quotes, signs or line ends can change. Without the format its errors would be XML. */
function encoded(program: string, script: string): string {
  if (script.trim() === '') throw new CbError('Usage', 'exec needs a script');
  const words = Buffer.from(script, 'utf16le').toString('base64');
  const line = `${program} -NoProfile -NonInteractive -OutputFormat Text -EncodedCommand ${words}`;
  if (line.length <= longestLine) return line;
  throw new CbError(
    'Usage',
    `the script is too long: as a command line it has ${line.length} characters, and ${longestLine} are taken`,
    { hint: 'run FILE.ps1 puts a script there and removes it' },
  );
}
