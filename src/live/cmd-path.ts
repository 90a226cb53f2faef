import { CbError } from '../errors/cb-error.ts';

/**
 * A path in double quotes for a line that cmd.exe reads. `Usage` for one that quotes do not hold: names come from a sensor, and what
 * cmd.exe makes of them would be another command.
 */
export function cmdPath(path: string): string {
  if (/["\r\n\0]/.test(path)) throw unquotable(path, 'holds characters that no Windows name holds');
  // Quotes do not keep cmd.exe from putting a variable's value there.
  if (/%[^%]+%/.test(path)) throw unquotable(path, 'would be read as a variable: %…%');
  return `"${path}"`;
}

function unquotable(path: string, why: string): CbError {
  return new CbError('Usage', `${path} cannot be handed to cmd.exe safely: its name ${why}`, {
    hint: 'rename it on the sensor first',
  });
}
