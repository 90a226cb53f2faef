import { CbError } from '../../errors/cb-error.ts';
import { decodeSavedText } from '../../text/utf16.ts';
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
    const [password = '', ...others] = await stdinLines({ runtime, signal });
    if (password === '') throw new CbError('Usage', 'stdin holds no password');
    if (others.length === 0) return password;
    throw new CbError('Usage', 'stdin holds more than one line, and a password is one');
  }
  if (dryRun) return standIn;
  mustPrompt(username, { ask });
  return await askedTwice(`Password for ${username}`, { ask });
}

/** The present password of a user and the one that shall be: from stdin, a line each, or asked for. As for `newPassword`. */
export async function passwordChange(
  username: string,
  fromStdin: boolean,
  context: Pick<QueryContext, 'ask' | 'dryRun' | 'runtime' | 'signal'>,
): Promise<PasswordChange> {
  if (!fromStdin) {
    if (context.dryRun) return { present: standIn, next: standIn };
    mustPrompt(username, context);
    const present = await context.ask.secret(`Present password of ${username}`);
    return { present, next: await askedTwice(`New password for ${username}`, context) };
  }
  const [present, next = '', ...others] = await stdinLines(context);
  if (present === undefined || next === '' || others.length > 0)
    throw new CbError('Usage', 'stdin wants two lines: the present password and the new one');
  return { present, next };
}

export interface PasswordChange {
  readonly present: string;
  readonly next: string;
}

/** Printed as `***`. */
const standIn = 'not asked for';

function mustPrompt(username: string, { ask }: Pick<QueryContext, 'ask'>): void {
  if (ask.canPrompt) return;
  throw new CbError('Usage', `there is no terminal to ask for the password of ${username} on`, {
    hint: '--password-stdin reads it from stdin',
  });
}

async function askedTwice(question: string, { ask }: Pick<QueryContext, 'ask'>): Promise<string> {
  const first = await ask.secret(question);
  if (first === '') throw new CbError('Usage', 'the password is empty', { hint: 'nothing was sent' });
  const second = await ask.secret('The same again');
  if (first === second) return first;
  throw new CbError('Usage', 'the two passwords differ', { hint: 'nothing was sent; run the command again' });
}

/** The lines of stdin, the last one ended or not. */
async function stdinLines({
  runtime,
  signal,
}: Pick<QueryContext, 'runtime' | 'signal'>): Promise<readonly string[]> {
  const { in: input } = runtime.streams;
  if (input.isTTY === true) {
    throw new CbError('Usage', 'stdin is a terminal, which would show the password', {
      hint: 'leave out --password-stdin to be asked for it',
    });
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of input as AsyncIterable<Uint8Array | string>) {
    signal.throwIfAborted();
    const bytes = Buffer.from(chunk as Uint8Array);
    chunks.push(bytes);
    size += bytes.length;
    if (size > mostBytes) throw new CbError('Usage', 'stdin holds more than a password');
  }
  const all = decodeSavedText(Buffer.concat(chunks)).replace(/\r?\n$/, '');
  return all.split(/\r?\n/);
}
