import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** What a program of this computer prints; for reading its process list. */
export async function runLocal(program: string, args: readonly string[]): Promise<string> {
  const { stdout } = await execute(program, [...args], {
    maxBuffer: 64 * 1024 ** 2,
    timeout: 30_000,
    windowsHide: true,
  });
  return stdout;
}
