import type { KindData, TimelineData } from '../../pages/page-data.ts';
import type { HistogramPage, PageEvent, TimelinePage } from '../../ports/pages.ts';
import { formatTimeUtc } from '../../text/age.ts';
import { pageText } from '../../text/page-text.ts';
import { KindStore } from './kind-store.ts';
import { timelineScript } from './made/timeline-script.ts';
import { htmlText, pageDocument } from './page-document.ts';
import { pageStyle } from './page-style.ts';
import { timelineStyle } from './timeline-style.ts';

/** What a page holds of its events, whatever their kinds. */
export interface TimelineLimits {
  /** Events that are kept one by one. */
  readonly events: number;
  /** Characters of their texts. */
  readonly characters: number;
  /** Periods that a kind is counted by when there are more. */
  readonly bins: number;
  /** Events that can be read where no script runs. */
  readonly plain: number;
}

const defaultLimits: TimelineLimits = {
  events: 100_000,
  characters: 40 * 1024 * 1024,
  bins: 2000,
  plain: 1000,
};

/**
 * A page with a timeline that zooms and filters by kind. Where there are too many events, the kind with the most of them is counted by period,
 * and the page says so.
 */
export async function timelinePage(
  { title = 'Process events', name, facts, kinds, ours = [], events, notes = () => [] }: TimelinePage,
  limits: TimelineLimits = defaultLimits,
): Promise<string> {
  const stores = new Map(kinds.map((kind) => [kind, new KindStore(limits.bins)]));
  const plain: PageEvent[] = [];
  let total = 0;
  let [kept, characters] = [0, 0];
  for await (const event of events) {
    total += 1;
    if (plain.length < limits.plain) plain.push(event);
    let store = stores.get(event.kind);
    if (store === undefined) {
      store = new KindStore(limits.bins);
      stores.set(event.kind, store);
    }
    [kept, characters] = [kept - store.events.length, characters - store.characters];
    store.add(event);
    [kept, characters] = [kept + store.events.length, characters + store.characters];
    if (kept <= limits.events && characters <= limits.characters) continue;
    const largest = largestOf([...stores.values()], kept > limits.events);
    [kept, characters] = [kept - largest.events.length, characters - largest.characters];
    largest.count();
  }
  const data: TimelineData = {
    what: title,
    name: pageText(name, 300),
    isCounts: false,
    notes: notes().map((note) => pageText(note, 1000)),
    facts: facts.map(([label, value]) => [label, pageText(value, 33_000)] as const),
    kinds: [...stores]
      .map(([kind, store], place) => kindData(kind, place, store, ours.includes(kind)))
      .filter(({ count }) => count > 0),
  };
  return pageDocument({
    title,
    style: pageStyle + timelineStyle,
    body: `${body(title)}\n${plainEvents(plain, total, data)}`,
    script: timelineScript,
    data,
  });
}

/** The same page for counts over time. */
export function histogramPage({ name, what, stepMs, counts, notes }: HistogramPage): string {
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  const data: TimelineData = {
    what: 'Histogram',
    name: pageText(name, 300),
    isCounts: true,
    notes: notes.map((note) => pageText(note, 1000)),
    facts: [],
    kinds: [
      {
        place: 0,
        name: pageText(what, 40),
        count: total,
        undated: 0,
        isOurs: false,
        events: [],
        binMs: stepMs,
        bins: counts.map(({ fromMs, count }) => [fromMs, count, []] as const),
      },
    ],
  };
  const periods = counts.map(
    ({ fromMs, count }): PageEvent => ({
      kind: what,
      time: formatTimeUtc(fromMs),
      timeMs: fromMs,
      action: String(count),
      target: '',
      facts: [],
    }),
  );
  return pageDocument({
    title: 'Histogram',
    style: pageStyle + timelineStyle,
    body: `${body('Histogram', true)}\n${plainEvents(periods, periods.length, data)}`,
    script: timelineScript,
    data,
  });
}

function largestOf(stores: readonly KindStore[], byCount: boolean): KindStore {
  const sizeOf = (store: KindStore): number => (byCount ? store.events.length : store.characters);
  return stores.reduce((most, each) => (sizeOf(each) > sizeOf(most) ? each : most));
}

/** `place` gives a kind its colour: the same on every page. */
function kindData(kind: string, place: number, store: KindStore, isOurs: boolean): KindData {
  return {
    place,
    name: pageText(kind, 40),
    count: store.total,
    undated: store.undated,
    isOurs,
    events: store.events.map(
      ({ timeMs, time, action, target, facts, where = '' }) =>
        [timeMs ?? null, time, action, target, facts, where] as const,
    ),
    binMs: store.binMs ?? null,
    bins: store
      .bins()
      .map(
        ({ fromMs, count, examples }) =>
          [
            fromMs,
            count,
            examples.map(({ time, action, target }) => [time, action, target] as const),
          ] as const,
      ),
  };
}

/** For a browser that runs no script: the first events, and how many there are. */
function plainEvents(
  events: readonly PageEvent[],
  total: number,
  { name, notes, isCounts }: TimelineData,
): string {
  const noun = isCounts ? 'periods' : 'events';
  const cells = ({ time, where = '', kind, action, target }: PageEvent) =>
    [time, where, kind, action, target].map((cell) => `<td>${htmlText(cell, 1000)}</td>`).join('');
  const shown = events.length < total ? `the first ${events.length} of ${total} ${noun}` : `${total} ${noun}`;
  return [
    '<noscript><section class="plain">',
    `<h2>${htmlText(name, 300)}</h2>`,
    `<p>This page draws itself with a script, which is switched off here: below are ${shown}.</p>`,
    ...notes.map((note) => `<p>${htmlText(note, 2000)}</p>`),
    '<table><thead><tr><th>time (UTC)</th><th>where</th><th>kind</th><th>action</th><th>target</th></tr></thead><tbody>',
    ...events.map((event) => `<tr>${cells(event)}</tr>`),
    '</tbody></table>',
    '</section></noscript>',
  ].join('\n');
}

const body = (title: string, isCounts = false) => `<header>
<h1><span id="name"></span><small>${title.toLowerCase()} · times in UTC</small></h1>
<ul class="notes" id="notes"></ul>
<div class="tools" id="kinds" role="group" aria-label="Kinds of events"></div>
<div class="tools">
<input id="find" type="search" placeholder="Only events with this text …" aria-label="Only events with this text" autocomplete="off" spellcheck="false">
<button id="smaller" type="button" aria-label="Zoom out">−</button>
<button id="larger" type="button" aria-label="Zoom in">+</button>
<button id="all" type="button">Whole time</button>
<span id="range" class="hint" role="status"></span>
</div>
<ul class="legend" id="legend" aria-label="Legend">
<li>a colour is a kind of event, as on the buttons: a press hides or shows it</li>
<li>${isCounts ? 'the taller a bar, the more hits in its period' : 'the taller a bar, the more events in its moment; the height grows with the logarithm'}</li>
<li>above, the whole time, with what is in view in a frame</li>
</ul>
</header>
<main>
<div id="chart" tabindex="0" role="img" aria-label="Timeline"><canvas id="overview"></canvas><canvas id="lanes"></canvas></div>
<div id="tip" class="tip" hidden></div>
<div id="list" tabindex="0" role="listbox" aria-label="Events"><div id="size"><div id="rows" role="none"></div></div></div>
</main>
<aside id="details" aria-label="Details" aria-live="polite" tabindex="0"></aside>
<div id="print"></div>`;
