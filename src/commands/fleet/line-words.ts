import { answeredIn, type LineCount } from '../../fleet/store/line-count.ts';

/** `31 of 40 answered, 2 failed; 9 to come, 8 of them offline`. */
export function answeredWords(count: LineCount): string {
  const { meant, failed, unknown, skipped, offline } = count;
  const answered = answeredIn(count);
  const odd = [
    [failed, 'failed'],
    [unknown, 'unknown'],
    [skipped, 'canceled'],
  ] as const;
  const said = odd.flatMap(([many, word]) => (many === 0 ? [] : [`, ${many} ${word}`])).join('');
  const left = meant - answered;
  const first = answered === meant ? `all ${meant} answered` : `${answered} of ${meant} answered`;
  if (left === 0) return `${meant === 1 ? '1 of 1 answered' : first}${said}`;
  const away = offline === 0 ? '' : left === offline ? ', offline' : `, ${offline} of them offline`;
  return `${first}${said}; ${left} to come${away}`;
}

/** On the line of progress. */
export function progressWords(count: LineCount): string {
  const { running, waiting, offline } = count;
  const parts = [
    [running, 'running'],
    [waiting, 'waiting'],
    [offline, 'offline'],
  ] as const;
  const rest = parts.flatMap(([many, word]) => (many === 0 ? [] : [`${many} ${word}`]));
  return [`${answeredIn(count)} of ${count.meant} answered`, ...rest].join(', ');
}
