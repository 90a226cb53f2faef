import type { KindData, TimelineData } from '../../pages/page-data.ts';
import type { TimelinePage } from '../../ports/pages.ts';
import { KindStore, type StoreLimits } from './kind-store.ts';
import { timelineScript } from './made/timeline-script.ts';
import { pageDocument, pageText } from './page-document.ts';
import { pageStyle } from './page-style.ts';
import { timelineStyle } from './timeline-style.ts';

const defaultLimits: StoreLimits = { events: 20_000, characters: 8 * 1024 * 1024, bins: 2000 };

/** A page with a timeline that zooms and filters by kind. A kind with too many events is counted by period, and the page says so. */
export async function timelinePage(
  { name, facts, kinds, events }: TimelinePage,
  limits: StoreLimits = defaultLimits,
): Promise<string> {
  const stores = new Map(kinds.map((kind) => [kind, new KindStore(limits)]));
  for await (const event of events) {
    let store = stores.get(event.kind);
    if (store === undefined) {
      store = new KindStore(limits);
      stores.set(event.kind, store);
    }
    store.add(event);
  }
  const data: TimelineData = {
    name: pageText(name, 300),
    facts: facts.map(([label, value]) => [label, pageText(value, 33_000)] as const),
    kinds: [...stores]
      .map(([kind, store], place) => kindData(kind, place, store))
      .filter(({ count }) => count > 0),
  };
  return pageDocument({
    title: 'Process events',
    style: pageStyle + timelineStyle,
    body,
    script: timelineScript,
    data,
  });
}

/** `place` gives a kind its colour: the same on every page. */
function kindData(kind: string, place: number, store: KindStore): KindData {
  return {
    place,
    name: pageText(kind, 40),
    count: store.count,
    undated: store.undated,
    events: store.events.map(
      ({ timeMs, time, action, target, facts }) => [timeMs ?? null, time, action, target, facts] as const,
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

const body = `<header>
<h1><span id="name"></span><small>process events · times in UTC</small></h1>
<ul class="notes" id="notes"></ul>
<div class="tools" id="kinds" role="group" aria-label="Kinds of events"></div>
<div class="tools">
<input id="find" type="search" placeholder="Only events with this text …" aria-label="Only events with this text" autocomplete="off" spellcheck="false">
<button id="smaller" type="button" aria-label="Zoom out">−</button>
<button id="larger" type="button" aria-label="Zoom in">+</button>
<button id="all" type="button">Whole time</button>
<span id="range" class="hint" role="status"></span>
</div>
<ul class="legend" aria-label="Legend">
<li>a colour is a kind of event, as on the buttons: a press hides or shows it</li>
<li>the taller a bar, the more events in its moment; the height grows with the logarithm</li>
<li>above, the whole time, with what is in view in a frame</li>
</ul>
</header>
<main>
<div id="chart" tabindex="0" role="img" aria-label="Timeline"><canvas id="overview"></canvas><canvas id="lanes"></canvas></div>
<div id="tip" class="tip" hidden></div>
<div id="list" tabindex="0" role="listbox" aria-label="Events"><div id="size"><div id="rows" role="none"></div></div></div>
</main>
<aside id="details" aria-label="Details" aria-live="polite" tabindex="0"></aside>
<div id="print"></div>
<noscript>This page draws itself with a script, which is switched off here.</noscript>`;
