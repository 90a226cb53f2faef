import { at, brief, canvasAt, plural } from '../elements.ts';
import { barWide, evenHigh, laneHeight, perPixel, timeAt } from './chart.ts';
import { type Events, type Item, type Kind, timeOf } from './events.ts';
import type { Range } from './times.ts';

/** What the pointer works on. */
export interface Stage {
  readonly events: Events;
  /** It is nothing but counts. */
  readonly isEven: boolean;
  view(): Range;
  show(range: Range): void;
  zoom(by: number, around: number): void;
  reveal(item: Item): void;
}

interface Under {
  readonly t: number;
  readonly kind?: Kind;
  readonly found: readonly Item[];
}

/** So far does a click move without being a drag. */
const slack = 3;
const examples = 3;

/** Drags, clicks, and the wheel on the lanes; what is under the pointer is told beside it. */
export function watchLanes({ events, isEven, view, show, zoom, reveal }: Stage): void {
  const lanes = canvasAt('lanes');
  const laneHigh = (): number => (isEven ? evenHigh : laneHeight(events.visibleKinds.length));
  let drag: { readonly x: number; readonly view: Range; isMoved: boolean } | undefined;

  /** The lane's kind and the time that the pointer is at, with the width of a few bars as its reach. */
  const under = (event: MouseEvent): Under => {
    const kind =
      events.visibleKinds[Math.floor((event.clientY - lanes.getBoundingClientRect().top) / laneHigh())];
    const t = timeAt(lanes, event, view());
    if (kind === undefined) return { t, found: [] };
    const reach = perPixel(lanes, view()) * barWide;
    const near = [...events.between({ from: t - reach, to: t + reach })];
    return { t, kind, found: near.filter((item) => item.kind === kind) };
  };

  lanes.addEventListener('pointerdown', (event) => {
    drag = { x: event.clientX, view: view(), isMoved: false };
    lanes.setPointerCapture(event.pointerId);
  });
  lanes.addEventListener('pointermove', (event) => {
    if (drag === undefined) return tellBeside(event, under(event));
    if (Math.abs(event.clientX - drag.x) > slack) drag.isMoved = true;
    if (!drag.isMoved) return;
    at('tip').hidden = true;
    const by = (drag.x - event.clientX) * perPixel(lanes, drag.view);
    show({ from: drag.view.from + by, to: drag.view.to + by });
  });
  lanes.addEventListener('pointerup', (event) => {
    const wasMoved = drag?.isMoved === true;
    drag = undefined;
    if (wasMoved) return;
    const { t, found } = under(event);
    const [nearest] = found.toSorted((a, b) => Math.abs(a.t - t) - Math.abs(b.t - t));
    if (nearest !== undefined) reveal(nearest);
  });
  lanes.addEventListener('pointerleave', () => {
    at('tip').hidden = true;
  });
  lanes.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const { from, to } = view();
      const by = (event.deltaX / 800) * (to - from);
      if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) show({ from: from + by, to: to + by });
      else zoom(Math.exp(-event.deltaY / 400), timeAt(lanes, event, view()));
    },
    { passive: false },
  );
  lanes.addEventListener('dblclick', (event) => zoom(4, timeAt(lanes, event, view())));
}

/** On the strip of the whole time a drag chooses the period, and a click moves it. */
export function watchOverview({ events, view, show }: Stage): void {
  const overview = canvasAt('overview');
  let drag: { readonly x: number; readonly from: number; isMoved: boolean } | undefined;
  overview.addEventListener('pointerdown', (event) => {
    drag = { x: event.clientX, from: timeAt(overview, event, events.whole), isMoved: false };
    overview.setPointerCapture(event.pointerId);
  });
  overview.addEventListener('pointermove', (event) => {
    if (drag === undefined || Math.abs(event.clientX - drag.x) < slack) return;
    drag.isMoved = true;
    const to = timeAt(overview, event, events.whole);
    show({ from: Math.min(drag.from, to), to: Math.max(drag.from, to) });
  });
  overview.addEventListener('pointerup', () => {
    if (drag?.isMoved === false) {
      const half = (view().to - view().from) / 2;
      show({ from: drag.from - half, to: drag.from + half });
    }
    drag = undefined;
  });
}

function tellBeside(event: MouseEvent, { kind, found }: Under): void {
  const tip = at('tip');
  tip.hidden = found.length === 0;
  if (kind === undefined || found.length === 0) return;
  const count = found.reduce((sum, item) => sum + item.count, 0);
  const lines = found
    .slice(0, examples)
    .map((item) => `${timeOf(item)}  ${brief(`${item.action} ${item.target}`, 90)}`);
  const more = found.length > examples ? ['…'] : [];
  tip.textContent = [plural(count, kind.name, `${kind.name}s`), ...lines, ...more].join('\n');
  const box = tip.parentElement?.getBoundingClientRect();
  if (box === undefined) return;
  const left = Math.min(event.clientX - box.left + 14, box.width - tip.offsetWidth - 8);
  tip.style.left = `${Math.max(8, left)}px`;
  tip.style.top = `${event.clientY - box.top + 16}px`;
}
