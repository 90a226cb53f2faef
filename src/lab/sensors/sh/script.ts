import { contentBytes } from '../content/content.ts';
import type { Program } from '../programs/program.ts';
import { runScript } from './execute.ts';
import { newSession } from './shell-program.ts';

/** An executable file that begins with `#!`: run as a shell script, whatever interpreter it names. */
export const runScriptFile: Program = async (run) => {
  const node = run.machine.files.getFile(run.path);
  const script = (await contentBytes(node.content)).toString('utf8');
  return runScript(newSession(run, [run.path, ...run.args]), script, {
    input: run.input,
    out: run.out,
    err: run.err,
  });
};
