import { CbError } from '../errors/cb-error.ts';
import { quoteForPosix } from '../text/quote.ts';
import { type PathStyle, remotePaths } from '../text/remote-path.ts';
import { cmdPath } from './cmd-path.ts';
import { systemFolder } from './helper-path.ts';

export interface Copying {
  readonly kind: 'copy' | 'move';
  readonly from: string;
  readonly to: string;
  /** Over what is there. */
  readonly force: boolean;
}

/** How a sensor's own program does it. */
export interface CopyProgram {
  readonly name: string;
  readonly line: string;
  readonly directory: string;
}

/** With this our line ends where something is at the target that was not there before: ERROR_ALREADY_EXISTS. */
export const existsCode = 183;

/** `Usage` for a path that the sensor's program would take for another one, or cannot be told. */
export function copyProgram(style: PathStyle, copying: Copying, sensorDirectory: string): CopyProgram {
  return style === 'windows' ? forWindows(copying, systemFolder(sensorDirectory)) : forUnix(copying);
}

function forWindows({ kind, from, to, force }: Copying, directory: string): CopyProgram {
  for (const path of [from, to]) refuseOdd(path);
  // A variable may begin in one name and end in the other.
  if (`${from}${to}`.split('%').length > 2) {
    const words = `${from} and ${to} cannot be handed to cmd.exe safely: %…% would be a variable`;
    throw new CbError('Usage', words);
  }
  const [source, target] = [cmdPath(from), cmdPath(to)];
  const act = kind === 'copy' ? `copy /b /y ${source} ${target}` : `move /y ${source} ${target}`;
  const whole = force ? act : `if exist ${target} (exit ${existsCode}) else ${act}`;
  return { name: `${kind} of cmd.exe`, line: `${directory}\\cmd.exe /d /v:off /c ${whole}`, directory };
}

/** What has another meaning for cmd.exe than for the sensor. */
function refuseOdd(path: string): void {
  const misreading = remotePaths('windows').misread(path);
  const refused = (why: string): CbError =>
    new CbError('Usage', `${path} is handed to no program: ${why}`, {
      hint: 'get and put take it as it stands',
    });
  if (misreading !== undefined) throw refused(`Windows reads it as ${misreading.as}`);
  if (!/^(?:[a-z]:\\|\\\\[^?.\\])/i.test(path) || path.length > 259)
    throw refused('cmd.exe takes no such path');
  if (/[*?<>|]/.test(path)) throw refused('cmd.exe would read a wildcard in it');
  if (path.includes(':', 2)) throw refused('it names a stream of a file');
}

function forUnix({ kind, from, to, force }: Copying): CopyProgram {
  const over = force ? '-f' : '-n';
  const words = kind === 'copy' ? ['/bin/cp', '-p', over] : ['/bin/mv', over];
  return { name: words[0] ?? '', line: quoteForPosix([...words, '--', from, to]), directory: '/' };
}
