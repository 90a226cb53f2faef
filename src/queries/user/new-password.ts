import { CbError } from '../../errors/cb-error.ts';
import type { QueryContext } from '../context.ts';

const mostBytes = 64 * 1024;

/**
 * A password for a user: from stdin, or asked for twice. It stands on no command line, where others could read it. A dry run that would
 * have to ask gets a stand-in, as it is printed as `***` anyway. Kind `Usage` where there is none, or the two differ.
 */
export async function newPassword(
  username: string,
  fromStdin: boolean,
  { ask, dryRun, runtime, signal }: Pick<QueryContext, 'ask' | 'dryRun' | 'runtime' | 'signal'>,
): Promise<string> {
  if (fromStdin) {
    const { in: input } = runtime.streams;
    if (input.isTTY === true) {
      throw new CbError('Usage', 'stdin is a terminal, which would show the password', {
        hint: 'leave out --password-stdin to be asked for it',
      });
    }
    return await passwordIn(input, signal);
  }
  if (dryRun) return 'not asked for';
  if (!ask.canPrompt) {
    throw new CbError('Usage', `there is no terminal to ask for the password of ${username} on`, {
      hint: '--password-stdin reads it from stdin',
    });
  }
  const first = await ask.secret(`Password for ${username}`);
  if (first === '') throw new CbError('Usage', 'the password is empty', { hint: 'nothing was sent' });
  const second = await ask.secret('The same again');
  if (first === second) return first;
  throw new CbError('Usage', 'the two passwords differ', { hint: 'nothing was sent; run the command again' });
}

async function passwordIn(input: AsyncIterable<Uint8Array | string>, signal: AbortSignal): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of input) {
    signal.throwIfAborted();
    text += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    if (text.length > mostBytes) throw new CbError('Usage', 'stdin holds more than a password');
  }
  const password = (text + decoder.decode()).replace(/\r?\n$/, '');
  if (password === '') throw new CbError('Usage', 'stdin holds no password');
  if (/[\r\n]/.test(password))
    throw new CbError('Usage', 'stdin holds more than one line, and a password is one');
  return password;
}
