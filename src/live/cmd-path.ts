import { CbError } from '../errors/cb-error.ts';
import { remotePaths } from '../text/remote-path.ts';

const paths = remotePaths('windows');
/** Longer ones Win32 takes only as they stand. */
const longestPath = 259;
/** A line of cmd.exe has 8191 characters. */
const longestInLine = 8000;

/**
 * A path in double quotes for a line that cmd.exe reads: in the `\\?\` form where Win32 would make another path of it. `Usage` for one that
 * quotes do not hold: names come from a sensor, and what cmd.exe makes of them would be another command.
 */
export function cmdPath(path: string): string {
  if (/["\r\n\0]/.test(path)) throw unquotable(path, 'its name holds characters that no Windows name holds');
  // Quotes do not keep cmd.exe from putting a variable's value there.
  if (/%[^%]+%/.test(path)) throw unquotable(path, 'its name would be read as a variable: %…%');
  if (path.length > longestInLine) throw unquotable(path, 'it is longer than a line can be');
  const isRead = path.length <= longestPath && paths.misread(path) === undefined;
  return `"${isRead ? path : paths.verbatim(path)}"`;
}

function unquotable(path: string, why: string): CbError {
  return new CbError('Usage', `${path} cannot be handed to cmd.exe safely: ${why}`, {
    hint: 'rename it on the sensor first',
  });
}
