import type { Result } from '../spec/result.ts';
import { formatBytes } from '../text/bytes.ts';
import { type VerbContext, verb } from './context.ts';
import { checkEncoding, encodingOption } from './encoding.ts';
import { asText } from './text-guard.ts';

/** Whoever reads on is faster with a local copy. */
const mostBytes = 8 * 1024 * 1024;

export const view = verb({
  name: 'view',
  about: 'read a text file of the sensor in a pager',
  details:
    'In PAGER, or less, where it is longer than the window; what could do something to the terminal is escaped. It is fetched piece by piece, at most 8 MiB of it: --offset begins further on.',
  group: 'files',
  wire: ['get file', 'directory list'],
  wireAtTimes: ['reg query value'],
  effect: 'reads',
  operands: { file: { kind: 'remotePath', about: 'file' } },
  options: {
    encoding: encodingOption,
    offset: { kind: 'size', value: 'N', about: 'begin behind so many bytes' },
  },
  inRegistry: ['cat VALUE'],
  search: ['less', 'more', 'pager', 'page', 'read'],
  examples: [{ line: 'view C:\\Windows\\WindowsUpdate.log', shows: 'a log, page by page' }],

  async run({ file, encoding, offset = 0 }, context): Promise<Result> {
    await checkEncoding(encoding);
    const { live, signal, isTerminal } = context;
    const path = live.resolve(file);
    const seen = { bytes: 0 };
    const bytes = asText(bounded(path, offset, seen, context), path, { encoding, isTerminal });
    return {
      type: 'text',
      isLong: true,
      chunks: live.codePage.decode(bytes, encoding, signal),
      trailer: () => {
        const next = offset + seen.bytes;
        if (seen.bytes < mostBytes) return { fields: { path } };
        const note = `no more than ${formatBytes(mostBytes)} are shown: --offset ${next} goes on, get fetches all`;
        return { fields: { path, next_offset: next }, note };
      },
      isPartial: () => seen.bytes >= mostBytes,
    };
  },
});

async function* bounded(
  path: string,
  offset: number,
  seen: { bytes: number },
  { live, signal }: VerbContext,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of live.files.readPieces(path, { offset, bytes: mostBytes }, signal)) {
    seen.bytes += chunk.byteLength;
    yield chunk;
  }
}
