import type { TimelineEvent } from '../../ops/timeline/timeline-event.ts';
import { escapeLine } from '../../text/escape.ts';
import { messageOf } from './message.ts';

/** Which of its four times an event is; what is none of a file stands there as a change of the entry. */
const timeNames = ['accessed', 'modified', 'changed', 'born'] as const;
type TimeName = (typeof timeNames)[number];

/**
 * A line of a body file as The Sleuth Kit 3 reads it: `MD5|name|inode|mode|UID|GID|size|atime|mtime|ctime|crtime`, times in whole seconds, 0 where
 * there is none. Its reader knows no way to write a bar within a name: it becomes `%7C`.
 */
export function bodyLine(event: TimelineEvent): string {
  const { kind, target, details, timeMs = 0, hostname } = event;
  const isFile = kind === 'filemod' || kind === 'modload';
  const name = isFile ? [hostname, target].filter((word) => word !== '').join(' ') : messageOf(event);
  const label = isFile ? ` (${[event.process, event.action].filter((word) => word !== '').join(' ')})` : '';
  const seconds = Math.floor(timeMs / 1000);
  const own = timeNameOf(event);
  const times = timeNames.map((each) => (each === own ? seconds : 0));
  const md5 = typeof details['md5'] === 'string' ? details['md5'].toLowerCase() : '0';
  const fields = [field(md5), field(`${name}${label}`), 0, kind, 0, 0, 0, ...times];
  return `${fields.join('|')}\n`;
}

function timeNameOf({ kind, action }: TimelineEvent): TimeName {
  if (kind === 'modload') return 'accessed';
  if (kind === 'process' || kind === 'childproc') return action.startsWith('start') ? 'born' : 'changed';
  if (kind !== 'filemod') return 'changed';
  if (action === 'created') return 'born';
  return action.endsWith('write') ? 'modified' : 'changed';
}

function field(text: string): string {
  return escapeLine(text).replaceAll('|', '%7C');
}
