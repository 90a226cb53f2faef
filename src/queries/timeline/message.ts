import type { TimelineEvent } from '../../ops/timeline/timeline-event.ts';

/** An event in one line: where, who, what. */
export function messageOf({ hostname, process, action, target, kind }: TimelineEvent): string {
  const who = process || kind;
  return [hostname === '' ? '' : `${hostname}:`, who, action, target].filter((word) => word !== '').join(' ');
}
