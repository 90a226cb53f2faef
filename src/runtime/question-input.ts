import { Readable } from 'node:stream';
import { makeUnpasted } from './question-paste.ts';

/** What ends a question without an answer; `key`: one that ends it in its own way. */
export type Unanswered = 'ended' | 'suspended' | 'key';

const ctrlD = 0x04;
const ctrlZ = 0x1a;
const esc = 0x1b;

/** Keys that end a question in a way of their own, by their bytes. What was typed in front of one, in the same piece, is passed over. */
export type QuestionKeys = Readonly<Partial<Record<number, () => void>>>;

type Terminal = Readable & { readonly isTTY?: boolean; setRawMode?(mode: boolean): unknown };

/**
 * The terminal as a question reads it. inquirer does not tell Ctrl-D or a terminal that has gone, and its Ctrl-Z stops this process alone:
 * these keys go no further. What is pasted answers nothing by itself.
 */
export function makeQuestionInput(
  source: Terminal,
  onUnanswered: (how: Unanswered) => void,
  keys: QuestionKeys = {},
) {
  const input = new Readable({ read: () => undefined });
  const unpasted = makeUnpasted();
  const take = (chunk: Uint8Array | string) => {
    const bytes = unpasted(Buffer.from(chunk as Uint8Array));
    if (bytes.length === 0) return;
    const at = bytes.findIndex((byte) => byte === ctrlD || byte === ctrlZ);
    const own = bytes[0] === esc ? -1 : bytes.findIndex((byte) => keys[byte] !== undefined);
    if (own >= 0 && (at < 0 || own < at)) {
      // What was typed ahead is for the next question.
      source.pause();
      if (own + 1 < bytes.length) source.unshift(bytes.subarray(own + 1));
      keys[bytes[own] ?? 0]?.();
      onUnanswered('key');
      return;
    }
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
