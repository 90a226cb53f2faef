import { type Checked, checkToken, checkUrl } from '../../config/values.ts';
import { CbError } from '../../errors/cb-error.ts';
import type { Runtime } from '../../ports/runtime.ts';
import { decodeSavedText } from '../../text/utf16.ts';

/** More than any token or its line end takes. */
const tokenLimit = 64 * 1024;

/** The value, or `Usage` naming the option and what is wrong with it; the value itself may be a secret and is not repeated. */
export function accepted<T>(checked: Checked<T>, what: string): T {
  if ('value' in checked) return checked.value;
  throw new CbError('Usage', `${what} ${checked.problem}`);
}

/** The server's URL as typed or asked for; `https://` may be left out. */
export async function askUrl(
  given: string | undefined,
  known: string | undefined,
  { streams, prompter }: Runtime,
): Promise<string> {
  if (given !== undefined) return accepted(checkUrl(withScheme(given)), '--url');
  if (!streams.canPrompt) {
    if (known !== undefined) return known;
    throw new CbError('Usage', 'profile add needs the server: --url https://host', {
      hint: 'without a terminal nothing is asked',
    });
  }
  const answer = await prompter.input('server (https://host or https://host:port)', {
    ...(known === undefined ? {} : { initial: known }),
  });
  return accepted(checkUrl(withScheme(answer.trim())), 'what was typed');
}

function withScheme(text: string): string {
  return text === '' || /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
}

/**
 * The token from stdin or, not echoed, from a terminal; never from the command line, which others on this computer can read. Undefined
 * where `mayKeep` and none is given.
 */
export async function askToken(
  fromStdin: boolean,
  mayKeep: boolean,
  { streams, prompter }: Runtime,
): Promise<string | undefined> {
  if (fromStdin && streams.in.isTTY !== true)
    return accepted(checkToken(await readAll(streams.in)), 'what stdin holds');
  if (!streams.canPrompt) {
    if (mayKeep) return undefined;
    throw new CbError('Usage', 'profile add needs a token: --token-stdin or --token-command CMD', {
      hint: 'without a terminal nothing is asked; a token on the command line could be read by others',
    });
  }
  const question = mayKeep
    ? 'API token (empty: keep the one there is)'
    : 'API token (My Profile in the console)';
  const answer = (await prompter.secret(question)).trim();
  return mayKeep && answer === '' ? undefined : accepted(checkToken(answer), 'the token');
}

async function readAll(stream: AsyncIterable<string | Uint8Array>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk as Uint8Array);
    size += bytes.length;
    if (size > tokenLimit) throw new CbError('Usage', 'what stdin holds is too long for a token');
    chunks.push(bytes);
  }
  return decodeSavedText(Buffer.concat(chunks)).trim();
}
