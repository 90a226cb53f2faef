import type { Runtime } from '../ports/runtime.ts';
import type { Globals } from '../spec/globals.ts';
import { done, type Result } from '../spec/result.ts';
import type { ConnectDeps } from './connect.ts';
import { announceLab, startLabWith } from './lab-link.ts';

/** `cblr lab`: serves until the signal, says how to reach it, and leaves word of itself for `--lab`. */
export async function serveLab(
  words: readonly string[],
  { runtime, environment, globals, signal }: ConnectDeps,
): Promise<Result> {
  const lab = await startLabWith(words);
  const { url, user, token, fingerprint, ca } = lab;
  let takeBack: (() => Promise<void>) | undefined;
  try {
    takeBack = await announceLab(runtime, environment.stateFolder, { url, token, fingerprint });
    await announce(runtime, globals, { url, user, token, fingerprint, ca });
    await untilAborted(signal);
    // The terminal has just written ^C.
    if (runtime.streams.err.isTTY) await runtime.streams.err.write('\n').catch(() => undefined);
  } finally {
    await lab.stop();
    await takeBack?.();
  }
  return done('');
}

interface Facts {
  readonly url: string;
  readonly user: string;
  readonly token: string;
  readonly fingerprint: string | undefined;
  readonly ca: string | undefined;
}

async function announce(runtime: Runtime, globals: Partial<Globals>, facts: Facts): Promise<void> {
  const { out } = runtime.streams;
  if (globals.json === true || globals.output === 'json' || globals.output === 'ndjson') {
    await out.write(`${JSON.stringify({ ...facts, pid: runtime.pid })}\n`);
    return;
  }
  const lines = [
    `url          ${facts.url}`,
    `user         ${facts.user}`,
    `token        ${facts.token}`,
    ...(facts.fingerprint === undefined ? [] : [`fingerprint  ${facts.fingerprint}`]),
    '',
    'in another terminal:',
    '  cblr --lab connect 10',
    '  cblr --lab sessions',
    '',
    'Ctrl-C ends it',
  ];
  await out.write(`${lines.join('\n')}\n`);
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
