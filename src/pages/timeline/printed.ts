import { make, plural } from '../elements.ts';
import type { TimelineData } from '../page-data.ts';
import { type Item, timeOf } from './events.ts';

/** So many lines are 400 pages. */
const most = 20_000;

/** On paper: the process, and the events of the list as it is now, each whole. */
export function printedEvents({ facts }: TimelineData, items: readonly Item[]): readonly HTMLElement[] {
  const lines = items.slice(0, most).map((item) => {
    const words = [timeOf(item), item.where, item.kind.name, item.action, item.target];
    return { text: words.filter((word) => word !== '').join('  '), isOurs: item.kind.isOurs };
  });
  const rest = items.length - lines.length;
  const more =
    rest > 0 ? [`and ${plural(rest, 'more line', 'more lines')}: filter, or zoom, to print them`] : [];
  return [
    ...facts.map(([label, value]) => make('p', '', `${label}: ${value}`)),
    make('p', '', ''),
    ...lines.map(({ text, isOurs }) => make('p', isOurs ? 'ours' : '', text)),
    ...more.map((text) => make('p', '', text)),
  ];
}
