import { formatDuration } from '../text/age.ts';
import { formatBytes } from '../text/bytes.ts';
import { displayWidth, truncateToWidth } from '../text/width.ts';

export interface Advance {
  readonly done: number;
  readonly total: number | undefined;
  readonly unit: 'bytes' | 'items';
  /** Since the first step. */
  readonly elapsedMs: number;
}

const barWidth = 20;

/** A path loses its end before a bar loses its own, but for so many columns. */
const leastText = 16;

/**
 * One line of a bar: `fetching a.bin ███░░ 45% 12 MiB of 27 MiB, 3 MiB/s, 5s left`; without a total neither bar nor rest. Where there is not
 * room for all it is the text that is cut.
 */
export function progressText(text: string, advance: Advance, room = Number.POSITIVE_INFINITY): string {
  const bar = barText(advance);
  return `${truncateToWidth(text, Math.max(leastText, room - displayWidth(bar) - 1))} ${bar}`;
}

function barText({ done, total, unit, elapsedMs }: Advance): string {
  const amount = (count: number) => (unit === 'bytes' ? formatBytes(count) : `${Math.round(count)}`);
  const rate = elapsedMs > 0 ? (done * 1000) / elapsedMs : 0;
  const speed = rate > 0 && unit === 'bytes' ? `, ${formatBytes(Math.round(rate))}/s` : '';
  if (total === undefined || total <= 0) return `${amount(done)}${speed}`;
  const share = Math.min(1, Math.max(0, done / total));
  const filled = Math.round(share * barWidth);
  const bar = '█'.repeat(filled) + '░'.repeat(barWidth - filled);
  const left =
    rate > 0 && done < total ? `, ${formatDuration(Math.ceil((total - done) / rate) * 1000)} left` : '';
  return `${bar} ${Math.floor(share * 100)}% ${amount(done)} of ${amount(total)}${speed}${left}`;
}
