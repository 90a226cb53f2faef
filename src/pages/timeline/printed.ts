import { make } from '../elements.ts';
import type { TimelineData } from '../page-data.ts';
import { type Item, timeOf } from './events.ts';

/** On paper: the process, and every event of the list as it is now, whole. */
export function printedEvents({ facts }: TimelineData, items: readonly Item[]): readonly HTMLElement[] {
  const lines = items.map((item) => `${timeOf(item)}  ${item.kind.name}  ${item.action}  ${item.target}`);
  return [...facts.map(([label, value]) => `${label}: ${value}`), '', ...lines].map((line) =>
    make('p', '', line),
  );
}
