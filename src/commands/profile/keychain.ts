import { CbError } from '../../errors/cb-error.ts';
import { hasLocalCode } from '../../errors/local-fault.ts';
import type { CalledProgram } from '../../ports/local-commands.ts';
import type { CommandContext } from '../context.ts';

/** How a token is kept by the system, by programs that come with it: no token stands in an argument, where others could read it. */
export interface Keychain {
  readonly called: string;
  readonly store: ProgramCall & { readonly input: (token: string) => string };
  readonly read: ProgramCall;
  /** The line that prints it, for `token_command`. */
  readonly line: string;
  /** The line that forgets it. */
  readonly forget: string;
  /** Where the program is had, if it is not there. */
  readonly from: string;
}

interface ProgramCall {
  readonly program: string;
  readonly args: readonly string[];
}

/** Kind `Usage` for a name that would not stand in a line of every shell. */
export function keychainOf(profile: string, platform: NodeJS.Platform): Keychain {
  if (!/^[\w.-]{1,100}$/.test(profile))
    throw new CbError('Usage', '--keychain wants a name of letters, digits, dots and dashes');
  if (platform === 'win32') return dataProtection(profile);
  return platform === 'darwin' ? macKeychain(profile) : secretService(profile);
}

function secretService(profile: string): Keychain {
  const attributes = ['service', 'cblr', 'profile', profile];
  return {
    called: 'the keyring (secret-tool)',
    store: {
      program: 'secret-tool',
      args: ['store', `--label=cblr ${profile}`, ...attributes],
      input: (token) => token,
    },
    read: { program: 'secret-tool', args: ['lookup', ...attributes] },
    line: `secret-tool lookup ${attributes.join(' ')}`,
    forget: `secret-tool clear ${attributes.join(' ')}`,
    from: 'the package libsecret-tools (Fedora: libsecret) has it',
  };
}

function macKeychain(profile: string): Keychain {
  const item = ['-a', profile, '-s', 'cblr'];
  return {
    called: 'the keychain (security)',
    store: {
      program: 'security',
      // It takes a line of its own from stdin; as an argument the token could be read by others.
      args: ['-i'],
      input: (token) =>
        `add-generic-password -U -a "${profile}" -s "cblr" -w "${token.replaceAll(/["\\]/g, '\\$&')}"\n`,
    },
    read: { program: 'security', args: ['find-generic-password', ...item, '-w'] },
    line: `security find-generic-password ${item.join(' ')} -w`,
    forget: `security delete-generic-password ${item.join(' ')}`,
    from: 'macOS brings it: /usr/bin/security',
  };
}

/** Windows encrypts for this user on this computer; the file is worth nothing elsewhere. */
function dataProtection(profile: string): Keychain {
  const file = `(Join-Path $env:APPDATA 'cblr\\token-${profile}.txt')`;
  const powershell = (script: string): ProgramCall => ({
    program: 'powershell',
    args: ['-NoProfile', '-NonInteractive', '-Command', script],
  });
  const readScript = `[Net.NetworkCredential]::new('', (Get-Content ${file} | ConvertTo-SecureString)).Password`;
  const storeScript =
    "New-Item -ItemType Directory -Force (Join-Path $env:APPDATA 'cblr') | Out-Null; " +
    `ConvertTo-SecureString ([Console]::In.ReadLine()) -AsPlainText -Force | ConvertFrom-SecureString | Set-Content -Encoding ascii ${file}`;
  return {
    called: 'a file that Windows encrypts for you (DPAPI)',
    store: { ...powershell(storeScript), input: (token) => `${token}\n` },
    read: powershell(readScript),
    line: `powershell -NoProfile -NonInteractive -Command "${readScript}"`,
    forget: `powershell -NoProfile -Command "Remove-Item ${file}"`,
    from: 'Windows brings it: powershell.exe',
  };
}

/** Keeps the token there, and reads it back: kind `LocalFile` where it does not come back as it was. */
export async function keepToken(
  keychain: Keychain,
  token: string,
  { runtime: { local }, signal }: Pick<CommandContext, 'runtime' | 'signal'>,
): Promise<void> {
  const run = async ({ program, args }: ProgramCall, input: string): Promise<CalledProgram> => {
    const how = { input: once(input), limit: 64 * 1024, signal };
    try {
      return await local.call(program, args, how);
    } catch (error) {
      if (!hasLocalCode(error, 'ENOENT')) throw error;
      throw new CbError('LocalFile', `${program} is not there, which keeps the token`, {
        hint: `${keychain.from}; or --token-command names a program of yours`,
      });
    }
  };
  const kept = await run(keychain.store, keychain.store.input(token));
  const read = await run(keychain.read, '');
  if (read.exitCode === 0 && read.out.trim() === token) return;
  const said = [kept.err, read.err]
    .map((text) => text.replaceAll(token, '***').trim())
    .find((text) => text !== '');
  throw new CbError(
    'LocalFile',
    `${keychain.called} did not keep the token${said === undefined ? '' : `: ${said.split('\n')[0]}`}`,
    { hint: 'no profile was written; it may be locked, or there is none in this session' },
  );
}

/** Of a `token_command` that `--keychain` wrote: the line that forgets the token. */
export function forgetLine(
  profile: string,
  tokenCommand: string,
  platform: NodeJS.Platform,
): string | undefined {
  if (!/^[\w.-]{1,100}$/.test(profile)) return undefined;
  const { line, forget } = keychainOf(profile, platform);
  return tokenCommand === line ? forget : undefined;
}

async function* once(text: string): AsyncGenerator<Uint8Array> {
  if (text !== '') yield Buffer.from(text);
}
