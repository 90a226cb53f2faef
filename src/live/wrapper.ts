import { quoteForPosix } from '../text/quote.ts';
import type { PathStyle } from '../text/remote-path.ts';
import { cmdPath } from './cmd-path.ts';

/** A command line inside another one, by which the sensor's interpreter writes its output and exit code to files. */
export interface Wrapped {
  readonly commandLine: string;
  readonly output: string;
  readonly codeFile: string;
  /** What is to be removed in the end. */
  readonly own: readonly string[];
  /** What is to be removed, as `rm` takes it; a folder with `-r`. */
  readonly glob: string;
  /** On Unix: the folder that holds them, which the line makes itself, or ends. */
  readonly folder: string | undefined;
}

/** `base` is a new path without an end; `remoteOutput` takes the output in its place and is not ours. */
export function wrapProgram(
  style: PathStyle,
  commandLine: string,
  base: string,
  remoteOutput: string | undefined,
): Wrapped {
  return style === 'windows'
    ? forCmd(commandLine, base, remoteOutput)
    : forShell(commandLine, base, remoteOutput);
}

function forCmd(commandLine: string, base: string, remoteOutput: string | undefined): Wrapped {
  const output = remoteOutput ?? `${base}.tmp`;
  const codeFile = `${base}.code`;
  const [to, code] = [cmdPath(output), cmdPath(codeFile)];
  return {
    // `call echo %^ERRORLEVEL%` reads the exit code after the program has ended, not when the line is read.
    commandLine: `cmd.exe /d /e:on /v:off /s /c "(${commandLine}) > ${to} 2>&1 & call echo %^ERRORLEVEL% > ${code}"`,
    output,
    codeFile,
    own: remoteOutput === undefined ? [codeFile, output] : [codeFile],
    glob: `${base}.*`,
    folder: undefined,
  };
}

/**
 * Every user of the endpoint sees this line, and may be quicker: what lies where they can write is a folder that only its maker can open,
 * and where one of that name is there already, nothing is run. `folderCheck` tells whose it is.
 */
function forShell(commandLine: string, base: string, remoteOutput: string | undefined): Wrapped {
  const output = remoteOutput ?? `${base}/out`;
  const codeFile = `${base}/code`;
  const script = [
    `(umask 077; mkdir -m 700 ${quoteForPosix([base])}) || exit`,
    `(${commandLine}) > ${quoteForPosix([output])} 2>&1`,
    `echo $? > ${quoteForPosix([codeFile])}`,
  ].join('; ');
  return {
    commandLine: `/bin/sh -c ${quoteForPosix([script])}`,
    output,
    codeFile,
    own: [base],
    glob: base,
    folder: base,
  };
}

/** Ends with 0 where the folder is one of the account that runs it, and no link. */
export function folderCheck(folder: string): string {
  const path = quoteForPosix([folder]);
  return `/bin/sh -c ${quoteForPosix([`[ -d ${path} ] && [ ! -L ${path} ] && [ -O ${path} ]`])}`;
}
