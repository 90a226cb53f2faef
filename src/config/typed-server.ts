import { CbError } from '../errors/cb-error.ts';
import type { Prompter } from '../ports/prompter.ts';
import type { Streams } from '../ports/streams.ts';
import { decodeSavedText } from '../text/utf16.ts';
import { plainProfile } from './plain-profile.ts';
import type { Profile } from './profile.ts';
import type { ConfigSources } from './profile-files.ts';
import { type Checked, checkPin, checkToken, checkUrl } from './values.ts';

/** What the command line says of a server that has no profile. */
export interface TypedServer {
  readonly url?: string | undefined;
  readonly pin?: string | undefined;
  readonly tokenFile?: string | undefined;
}

interface Outside extends Pick<ConfigSources, 'files' | 'uid' | 'platform'> {
  readonly streams: Pick<Streams, 'in' | 'canPrompt'>;
  readonly prompter: Prompter;
}

const mostBytes = 64 * 1024;

/**
 * The profile that `--url` stands for, for one command; undefined where it is not given. The certificate is that of the pin, or the CAs of this
 * computer vouch for it: nothing turns that off. Kind `Usage` for what is wrong with it, before anybody is asked.
 */
export function typedProfile({ url, pin, tokenFile }: TypedServer, outside: Outside): Profile | undefined {
  if (url === undefined) {
    if (pin === undefined && tokenFile === undefined) return undefined;
    throw new CbError('Usage', `${pin === undefined ? '--token-file' : '--pin'} goes with --url`, {
      hint: 'a profile has its own: cblr profile show NAME',
    });
  }
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(url) ? url : `https://${url}`;
  const address = accepted(checkUrl(withScheme), '--url');
  if (tokenFile === undefined && !outside.streams.canPrompt) {
    throw new CbError('Usage', '--url needs the token: --token-file FILE, or - for stdin', {
      hint: 'a token on the command line could be read by others',
    });
  }
  let asked: Promise<string> | undefined;
  return plainProfile({
    name: new URL(address).host,
    url: address,
    token() {
      asked ??= askToken(tokenFile, outside);
      return asked;
    },
    asksForToken: true,
    tls: {
      verify: true,
      verifyHostname: true,
      ca: undefined,
      pin: pin === undefined ? undefined : accepted(checkPin(pin), '--pin'),
    },
  });
}

function accepted<T>(checked: Checked<T>, what: string): T {
  if ('value' in checked) return checked.value;
  throw new CbError('Usage', `${what} ${checked.problem}`);
}

async function askToken(
  file: string | undefined,
  { files, streams, prompter, ...owner }: Outside,
): Promise<string> {
  const read = (text: string, what: string) => accepted(checkToken(text.trim()), what);
  if (file === undefined)
    return read(await prompter.secret('API token (My Profile in the console)'), 'the token');
  if (file === '-') return read(await allOf(streams.in), 'what stdin holds');
  const path = files.resolve(file);
  const stat = await files.stat(path);
  if (stat === undefined) throw new CbError('LocalFile', `there is no ${file}, which --token-file names`);
  // `--token-file <(pass show edr)` is a pipe of the user's own shell.
  if (!stat.isFile && !stat.isDirectory) return read(await files.readText(path), `what ${file} holds`);
  const uid = owner.platform === 'win32' ? -1 : owner.uid;
  const found = await files.readOwn(path, { uid, orRoot: true, most: mostBytes, followLink: true });
  if (found !== undefined && !('fault' in found)) return read(found.text, `what ${file} holds`);
  throw new CbError('Config', `${file} ${found?.why ?? 'is gone'}`, {
    ...(found?.fault === 'mode' ? { hint: `chmod 600 ${file}` } : {}),
  });
}

async function allOf(stream: AsyncIterable<string | Uint8Array>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk as Uint8Array);
    size += bytes.length;
    if (size > mostBytes) throw new CbError('Usage', 'what stdin holds is too long for a token');
    chunks.push(bytes);
  }
  return decodeSavedText(Buffer.concat(chunks));
}
