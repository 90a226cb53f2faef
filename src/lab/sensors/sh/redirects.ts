import { contentBytes } from '../content/content.ts';
import { EndpointFailure } from '../failure.ts';
import type { Output } from '../programs/console.ts';
import { nowhere, openFileOutput } from '../programs/outputs.ts';
import { unixMessage } from '../programs/unix-messages.ts';
import { type Capture, expandText } from './expand.ts';
import type { ShellSession, ShellStreams } from './shell-session.ts';
import type { ShellRedirect } from './syntax.ts';

export interface OpenedRedirects {
  readonly streams: ShellStreams;
  close(): void;
}

/** Opens what a command reads from and writes to; undefined when that failed, and was said. */
export async function openRedirects(
  session: ShellSession,
  redirects: readonly ShellRedirect[],
  streams: ShellStreams,
  capture: Capture,
): Promise<OpenedRedirects | undefined> {
  const { machine, workingDirectory, console } = session;
  const closers: (() => void)[] = [];
  const close = () => {
    for (const one of closers) one();
  };
  const outputs: Record<number, Output> = { 1: streams.out, 2: streams.err };
  let { input } = streams;
  for (const redirect of redirects) {
    const target = await expandText(session, redirect.target, capture);
    try {
      if (redirect.kind === 'copy' && /^\d$/.test(target))
        outputs[redirect.handle] = outputs[Number(target)] ?? nowhere;
      else if (redirect.kind === 'read') {
        const isEmpty = target === '/dev/null';
        input = isEmpty
          ? Buffer.alloc(0)
          : await contentBytes(machine.files.getFile(target, workingDirectory).content);
      } else if (target === '/dev/null') outputs[redirect.handle] = nowhere;
      else {
        const append = redirect.kind === 'append';
        const file = openFileOutput(machine, target, { append, workingDirectory, console });
        if (session.umask !== 0o022) file.node.mode ??= 0o666 & ~session.umask;
        closers.push(file.close);
        outputs[redirect.handle] = file;
      }
    } catch (error) {
      close();
      if (!(error instanceof EndpointFailure)) throw error;
      streams.err.text(`sh: ${target}: ${unixMessage(error.failure)}\n`);
      return undefined;
    }
  }
  return { streams: { input, out: outputs[1] ?? nowhere, err: outputs[2] ?? nowhere }, close };
}
