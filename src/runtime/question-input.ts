import { Readable } from 'node:stream';
import { makeUnpasted } from './question-paste.ts';

/** What ends a question without an answer. */
export type Unanswered = 'ended' | 'suspended';

const ctrlD = 0x04;
const ctrlZ = 0x1a;

type Terminal = Readable & { readonly isTTY?: boolean; setRawMode?(mode: boolean): unknown };

/**
 * The terminal as a question reads it. inquirer does not tell Ctrl-D or a terminal that has gone, and its Ctrl-Z stops this process alone:
 * these keys go no further. What is pasted answers nothing by itself.
 */
export function makeQuestionInput(source: Terminal, onUnanswered: (how: Unanswered) => void) {
  const input = new Readable({ read: () => undefined });
  const unpasted = makeUnpasted();
  const take = (chunk: Uint8Array | string) => {
    const bytes = unpasted(Buffer.from(chunk as Uint8Array));
    if (bytes.length === 0) return;
    const at = bytes.findIndex((byte) => byte === ctrlD || byte === ctrlZ);
    if (at < 0) return void input.push(bytes);
    if (at > 0) input.push(bytes.subarray(0, at));
    onUnanswered(bytes[at] === ctrlD ? 'ended' : 'suspended');
  };
  const end = () => onUnanswered('ended');
  source.on('data', take);
  for (const event of ['end', 'close'] as const) source.once(event, end);
  source.resume();
  if (source.readableEnded || source.destroyed) setImmediate(end);
  return Object.assign(input, {
    isTTY: source.isTTY,
    setRawMode: (mode: boolean) => source.setRawMode?.(mode),
    /** Leaves the terminal alone. */
    release() {
      source.off('data', take);
      for (const event of ['end', 'close'] as const) source.off(event, end);
      source.pause();
      source.setRawMode?.(false);
    },
  });
}
