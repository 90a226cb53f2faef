import { posix, win32 } from 'node:path';
import type { CbError } from '../errors/cb-error.ts';
import { badLine, type CbrcSection, type CbrcValue, settingOf } from './cbrc.ts';
import { homeFolder } from './home.ts';
import type { ConfigSources, ProfileFile } from './profile-files.ts';
import {
  type Checked,
  checkBoolean,
  checkDuration,
  checkPin,
  checkProxy,
  checkSize,
  checkTimestampUrl,
  checkToken,
  checkUrl,
} from './values.ts';

/** One server, one token and how to reach it. Its fields are those that `createHttp` takes. */
export interface Profile {
  readonly name: string;
  /** Shown in the prompt, such as PRODUCTION. */
  readonly label: string | undefined;
  /** The file it is from; undefined for the environment. */
  readonly path: string | undefined;
  /** `https://host[:port]` */
  readonly url: string;
  /** Asks `token_command` where there is one: call it once. */
  readonly token: () => Promise<string>;
  /** `token` starts a program, which may ask somebody for something. */
  readonly asksForToken: boolean;
  readonly tls: {
    readonly verify: boolean;
    readonly verifyHostname: boolean;
    /** PEM text. */
    readonly ca: string | undefined;
    /** `AA:BB:…` */
    readonly pin: string | undefined;
  };
  readonly proxy: string | undefined;
  readonly ignoreSystemProxy: boolean;
  readonly timeoutMs: number | undefined;
  /** How long the session of a one-shot stays open unused for the next one; undefined: it is closed. */
  readonly keepMs: number | undefined;
  readonly readonly: boolean;
  /** The folder of its transcripts, or `off`; undefined: below the state folder. */
  readonly transcript: string | undefined;
  /** Of sessions that are closed: `off`, `on-leave`, or the folder that they are fetched into; undefined: in a case alone. */
  readonly archive: string | undefined;
  /** Bytes that a verb keeps at most of what it changes, for `undo`; 0 for nothing, undefined: as the program has it. */
  readonly undoMax: number | undefined;
  /** Bytes that are kept at most of what files held, for `undo`; 0 for no bound, undefined: as the program has it. */
  readonly undoTotal: number | undefined;
  /** Who stamps seals with the time; undefined where the file says nothing of it. */
  readonly timestamp?: TimestampAuthority | undefined;
  /** What lets it in to the queue of `fleet --queue`; undefined where the file says nothing of it. */
  readonly queue?: QueueLogin | undefined;
}

/** A time stamp authority of RFC 3161: another host than the server, to which nothing of the profile goes. */
export interface TimestampAuthority {
  readonly url: string | undefined;
  /** A file of the CAs that vouch for its stamps, in PEM. Whether it is there nobody has looked. */
  readonly caFile: string | undefined;
}

export interface QueueLogin {
  readonly user: string | undefined;
  readonly password: string | undefined;
  /** PEM text. */
  readonly ca: string | undefined;
  /** `AA:BB:…` */
  readonly pin: string | undefined;
}

/** Makes a profile of a section; all of it from this one file. Kind `Config`, naming file and line, for anything that is not right. */
export async function readProfile(
  file: ProfileFile,
  section: CbrcSection,
  sources: ConfigSources,
): Promise<Profile> {
  const raw = (key: string): CbrcValue | undefined => settingOf(file, section, key);
  function read<T>(key: string, check: (text: string) => Checked<T>): T | undefined {
    const found = raw(key);
    if (found === undefined) return undefined;
    const checked = check(found.value);
    if ('problem' in checked) throw badLine(file.path, found.line, `${key} ${checked.problem}`);
    return checked.value;
  }
  const url = read('url', checkUrl);
  if (url === undefined) throw missing(file, section, 'url');
  const { token, asksForToken } = tokenOf(file, section, sources);
  return {
    name: section.name,
    label: raw('label')?.value || undefined,
    path: file.path,
    url,
    token,
    asksForToken,
    tls: {
      verify: read('ssl_verify', checkBoolean) ?? true,
      verifyHostname: read('ssl_verify_hostname', checkBoolean) ?? true,
      ca: await readCertificates(file, 'ssl_cert_file', raw('ssl_cert_file'), sources),
      pin: read('ssl_pin', checkPin),
    },
    proxy: raw('proxy')?.value ? read('proxy', checkProxy) : undefined,
    ignoreSystemProxy: read('ignore_system_proxy', checkBoolean) ?? false,
    timeoutMs: read('timeout', checkDuration),
    keepMs: read('keep', checkDuration),
    readonly: read('readonly', checkBoolean) ?? false,
    transcript: wordOrPath(file, raw('transcript'), ['off'], sources),
    archive: wordOrPath(file, raw('archive'), ['off', 'on-leave'], sources),
    undoMax: read('undo_max', checkSize),
    undoTotal: read('undo_total', checkSize),
    timestamp: {
      url: raw('timestamp_url')?.value ? read('timestamp_url', checkTimestampUrl) : undefined,
      caFile: wordOrPath(file, raw('timestamp_ca_file'), [], sources),
    },
    queue: {
      user: read('queue_user', checkToken),
      password: read('queue_password', checkToken),
      ca: await readCertificates(file, 'queue_ca_file', raw('queue_ca_file'), sources),
      pin: read('queue_pin', checkPin),
    },
  };
}

/** The section's own `token` or `token_command` goes before one inherited from `[DEFAULT]`. */
function tokenOf(
  file: ProfileFile,
  section: CbrcSection,
  sources: ConfigSources,
): Pick<Profile, 'token' | 'asksForToken'> {
  const own = section.values.has('token') || section.values.has('token_command');
  const values = own ? section.values : file.defaults;
  const token = values.get('token');
  const command = values.get('token_command');
  if (token && command) {
    throw badLine(
      file.path,
      command.line,
      `token_command stands beside a token (line ${token.line})`,
      'keep one of the two',
    );
  }
  if (token) {
    const checked = checkToken(token.value);
    if ('problem' in checked) throw badLine(file.path, token.line, `token ${checked.problem}`);
    return { token: async () => checked.value, asksForToken: false };
  }
  if (!command) throw missing(file, section, 'token');
  if (!file.isOurs) {
    throw badLine(
      file.path,
      command.line,
      'token_command is only obeyed in ~/.cbrc',
      'copy the section there',
    );
  }
  if (command.value === '' || command.value.includes('\n'))
    throw badLine(file.path, command.line, 'token_command is not one line');
  return { token: () => askCommand(file.path, command, sources), asksForToken: true };
}

async function askCommand(path: string, command: CbrcValue, { local }: ConfigSources): Promise<string> {
  const printed = await local
    .capture(command.value, { timeoutMs: 10_000, limit: 64 * 1024 })
    .catch((cause: unknown) => {
      // The line itself may hold a secret: only how it ended is told.
      const why =
        cause instanceof Error
          ? cause.message.replace(/^.*?(?=took longer|ended with|was ended|printed more)/s, '')
          : '';
      const how = /^(?:took longer|ended with|was ended|printed more)/.test(why) ? why : 'failed';
      throw badLine(path, command.line, `token_command ${how}`, 'run it by hand to see what it says');
    });
  const checked = checkToken(printed.trim());
  if ('value' in checked) return checked.value;
  throw badLine(
    path,
    command.line,
    `what token_command prints ${checked.problem}`,
    'it must print the token and nothing else',
  );
}

function wordOrPath(
  file: ProfileFile,
  named: CbrcValue | undefined,
  words: readonly string[],
  sources: ConfigSources,
): string | undefined {
  if (named === undefined || named.value === '') return undefined;
  return words.includes(named.value) ? named.value : besideFile(file, named.value, sources);
}

/** Relative to the folder of the file that names it: what lies in the working directory is never trusted. */
function besideFile(file: ProfileFile, named: string, sources: ConfigSources): string {
  const path = sources.platform === 'win32' ? win32 : posix;
  const typed = named.replace(/^~(?=[/\\]|$)/, () => homeFolder(sources));
  return path.resolve(path.dirname(file.path), typed);
}

async function readCertificates(
  file: ProfileFile,
  key: string,
  named: CbrcValue | undefined,
  sources: ConfigSources,
): Promise<string | undefined> {
  if (named === undefined || named.value === '') return undefined;
  const at = besideFile(file, named.value, sources);
  const text = await sources.files.readText(at, { plain: true }).catch(() => {
    throw badLine(file.path, named.line, `${key} names a file that cannot be read: ${at}`);
  });
  const { checkCertificates } = await import('./certificates.ts');
  const checked = checkCertificates(text);
  if ('value' in checked) return checked.value;
  throw badLine(file.path, named.line, `${key} ${checked.problem}: ${at}`);
}

function missing(file: ProfileFile, section: CbrcSection, key: 'url' | 'token'): CbError {
  return badLine(
    file.path,
    section.line,
    `the profile ${section.name} has no ${key}`,
    key === 'url'
      ? 'add url = https://…; one file holds all of a profile'
      : 'add token = … or token_command = …; one file holds all of a profile',
  );
}
