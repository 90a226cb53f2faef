import { CbError } from '../errors/cb-error.ts';
import { asDataForCmd, quoteForPosix } from '../text/quote.ts';
import type { PathStyle } from '../text/remote-path.ts';
import { cmdPath } from './cmd-path.ts';

/** A command line that runs another one, and has the sensor's interpreter write its exit code to a file. */
export interface Wrapped {
  readonly commandLine: string;
  readonly codeFile: string;
  /** What is to be removed in the end. */
  readonly own: string;
  /** On Unix: `own` is a folder that holds the file, which the line makes itself, or ends. */
  readonly isFolder: boolean;
}

const longestForCmd = 8191;

/** A line as cmd.exe is to find it: `program` in quotes is no word of its own, and is looked for nowhere but there. */
export interface WindowsLine {
  readonly program: string;
  readonly rest: string;
}

/**
 * The interpreter reads nothing in the line: what it would take for its own stands behind carets, and a word in quotes is never one of its
 * commands. `base` is a new path without an end.
 */
export function wrapForCmd({ program, rest }: WindowsLine, base: string): Wrapped {
  const own = `${base}.code`;
  const inner = `"${program}"${rest}`;
  // As Windows itself starts a batch file; else its `exit` would end ours.
  const line = /\.(?:bat|cmd)$/i.test(program)
    ? `"%ComSpec%" ${asDataForCmd(`/s /c "${inner}"`)}`
    : asDataForCmd(inner);
  // `call echo %^ERRORLEVEL%` reads the exit code after the program has ended, not when the line is read.
  const commandLine = `cmd.exe /d /e:on /v:off /s /c "${line}& call echo %^ERRORLEVEL% > ${cmdPath(own)}"`;
  if (commandLine.length > longestForCmd) {
    throw new CbError(
      'Usage',
      `with --follow a line of ${commandLine.length} characters is longer than cmd.exe takes (${longestForCmd})`,
      {
        hint: 'exec without --follow shows its output, too; the exit code comes with --wait',
      },
    );
  }
  return { commandLine, codeFile: own, own, isFolder: false };
}

/**
 * The sensor splits the line into words as it does without us; the shell gets them as words, and reads none of them. Every user of the
 * endpoint sees this line, and may be quicker: the exit code lies in a folder that only its maker can open, and where one of that name is
 * there already, nothing is run. `folderCheck` tells whose it is.
 */
export function wrapForShell(line: string, base: string): Wrapped {
  const folder = quoteForPosix([base]);
  const script = `(umask 077; mkdir -m 700 ${folder}) || exit; (exec "$@"); echo $? > ${folder}/code`;
  return {
    commandLine: `/bin/sh -c ${quoteForPosix([script])} sh ${line}`,
    codeFile: `${base}/code`,
    own: base,
    isFolder: true,
  };
}

/** Ends with 0 where the folder is one of the account that runs it, and no link. */
export function folderCheck(folder: string): string {
  const path = quoteForPosix([folder]);
  return `/bin/sh -c ${quoteForPosix([`[ -d ${path} ] && [ ! -L ${path} ] && [ -O ${path} ]`])}`;
}

/** What `rm` takes for the output and what the wrapper wrote. */
export function wrappedGlob(style: PathStyle, base: string): string {
  return style === 'windows' ? `${base}.*` : `${base}*`;
}
