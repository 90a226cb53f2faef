import { CbError } from '../errors/cb-error.ts';
import { statEntry } from './files.ts';
import { systemFolder } from './helper-path.ts';
import type { Workplace } from './workplace.ts';
import type { WindowsLine } from './wrapper.ts';

/**
 * The program of a line and what stands behind it, as `CreateProcess` splits them: one in quotes, one up to the first `.exe` whose path holds
 * blanks, or the first word. A bare name is one of Windows' own programs: cmd.exe would look for it first where the line runs, where whoever
 * can write there has put another one. `NotOnSensor` for a name that is none of those.
 */
export async function windowsLine(work: Workplace, line: string, signal: AbortSignal): Promise<WindowsLine> {
  const { program, rest } = split(line.trimStart());
  if (/[\\/:]/.test(program)) return { program, rest };
  const name = program.includes('.') ? program : `${program}.exe`;
  const system = systemFolder(work.session.current.directory);
  for (const folder of [
    system,
    system.slice(0, system.lastIndexOf('\\')),
    `${system}\\WindowsPowerShell\\v1.0`,
    `${system}\\wbem`,
  ]) {
    const path = `${folder}\\${name}`;
    const found = await statEntry(work, path, signal);
    if (found !== undefined && !found.isDirectory) return { program: path, rest };
  }
  throw new CbError('NotOnSensor', `${name} is not in ${system}, nor where else Windows keeps its programs`, {
    hint: 'with --follow any other program stands with its whole path',
  });
}

function split(line: string): WindowsLine {
  const quoted = /^"([^"]*)"?/.exec(line);
  const found =
    quoted ?? /^([^"\s]*[\\/].*?\.(?:exe|com|bat|cmd))(?=\s|$)/i.exec(line) ?? /^([^\s"]+)/.exec(line);
  const program = found?.[1] ?? '';
  return { program, rest: line.slice(found?.[0].length ?? 0) };
}
