import {
  at,
  inputAt,
  make,
  number,
  onClick,
  onKeys,
  plural,
  readData,
  showFacts,
  showHeading,
} from '../elements.ts';
import type { TimelineData } from '../page-data.ts';
import { printsWhole } from '../print.ts';
import { drawLanes, drawOverview } from './chart.ts';
import { Events, type Item, type Kind, shortest, timeOf } from './events.ts';
import { List } from './list.ts';
import { type Stage, watchLanes, watchOverview } from './pointer.ts';
import { printedEvents } from './printed.ts';
import { type Range, span, utc } from './times.ts';

const data = readData<TimelineData>();
const { isCounts } = data;
const noun = isCounts ? 'hit' : 'event';
const events = new Events(data.kinds, noun);
const { whole } = events;
const hasPlaces = data.kinds.some(({ events }) => events.some(([, , , , , where]) => where !== ''));
const list = new List(hasPlaces, choose);
let view: Range = whole;
let isDrawing = false;

/** Once for all that happens before the next picture. */
function draw(): void {
  if (isDrawing) return;
  isDrawing = true;
  requestAnimationFrame(() => {
    isDrawing = false;
    drawOverview(events, view, isCounts);
    drawLanes(events, view, list.chosen, isCounts);
    at('range').textContent = events.items.length === 0 ? '' : rangeText();
  });
}

function rangeText(): string {
  const count = list.items.reduce((sum, item) => sum + item.count, 0);
  const from = utc(Math.max(view.from, events.first)).slice(0, 19);
  const to = utc(Math.min(view.to, events.last)).slice(0, 19);
  return `${plural(count, noun, `${noun}s`)} · ${from}Z to ${to}Z · ${span(view.to - view.from)}`;
}

function change(): void {
  const isWhole = view.from <= whole.from && view.to >= whole.to;
  const undated = isWhole ? events.undated.filter((item) => events.isShown(item)) : [];
  list.show([...events.between(view), ...undated]);
  draw();
}

function show({ from, to }: Range): void {
  const length = Math.min(whole.to - whole.from, Math.max(shortest, to - from));
  const start = (from + to - length) / 2;
  const kept = Math.min(whole.to - length, Math.max(whole.from, start));
  view = { from: kept, to: kept + length };
  list.toTop();
  change();
}

function zoom(by: number, around = (view.from + view.to) / 2): void {
  show({ from: around - (around - view.from) / by, to: around + (view.to - around) / by });
}

function pan(by: number): void {
  const distance = by * (view.to - view.from);
  show({ from: view.from + distance, to: view.to + distance });
}

function choose(item: Item | undefined): void {
  list.chosen = item;
  if (item === undefined)
    showFacts(data.facts.length > 0 ? 'The process' : 'A row that is chosen is shown here', data.facts);
  else {
    const { kind, action, target, count, facts } = item;
    showFacts(`${kind.name} ${action}`, [
      ['time', timeOf(item) + (count > 1 ? ' and later' : '')],
      ['kind', kind.isOurs ? `${kind.name} (what we did)` : kind.name],
      ...(count > 1 ? [] : [['action', action] as const, ['target', target] as const]),
      ...facts,
    ]);
  }
  list.draw();
  draw();
}

function step(by: number): void {
  const place = list.chosen === undefined ? -1 : list.items.indexOf(list.chosen);
  revealAt(place < 0 ? 0 : Math.min(list.items.length - 1, Math.max(0, place + by)));
}

function revealAt(place: number): void {
  const item = list.items[place];
  if (item === undefined) return;
  list.bringIntoView(place);
  choose(item);
}

function switchKind(kind: Kind, isAlone: boolean): void {
  if (isAlone) {
    const wasAlone = kind.isOn && events.visibleKinds.length === 1;
    for (const each of events.kinds) each.isOn = wasAlone || each === kind;
  } else kind.isOn = !kind.isOn;
  for (const [index, button] of [...at('kinds').children].entries())
    button.setAttribute('aria-pressed', String(events.kinds[index]?.isOn));
  change();
}

function kindButton(kind: Kind): HTMLElement {
  const button = make('button', 'kind', `${kind.name} `);
  button.type = 'button';
  button.append(make('small', '', number(kind.count)));
  button.style.setProperty('--kind', kind.colour);
  button.setAttribute('aria-pressed', 'true');
  button.title = 'show or hide; with Shift: only this kind';
  button.addEventListener('click', (event) => switchKind(kind, event.shiftKey));
  return button;
}

const stage: Stage = {
  events,
  isEven: isCounts,
  view: () => view,
  show,
  zoom,
  reveal: (item) => revealAt(list.items.indexOf(item)),
};
watchLanes(stage);
watchOverview(stage);
const bothKeys = {
  '+': () => zoom(2),
  '=': () => zoom(2),
  '-': () => zoom(0.5),
  '0': () => show(whole),
  '/': () => at('find').focus(),
  ArrowLeft: () => pan(-0.2),
  ArrowRight: () => pan(0.2),
  ArrowUp: () => step(-1),
  ArrowDown: () => step(1),
  Escape: () => choose(undefined),
};
onKeys(at('chart'), bothKeys);
onKeys(at('list'), {
  ...bothKeys,
  PageUp: () => step(-20),
  PageDown: () => step(20),
  Home: () => revealAt(0),
  End: () => revealAt(list.items.length - 1),
});
at('find').addEventListener('input', () => {
  events.wanted = inputAt('find').value.trim().toLowerCase();
  change();
});
onClick('smaller', () => zoom(0.5));
onClick('larger', () => zoom(2));
onClick('all', () => show(whole));
addEventListener('resize', () => {
  list.draw();
  draw();
});
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);

at('kinds').append(...events.kinds.map(kindButton));
printsWhole(() => printedEvents(data, list.items));
showHeading(data.what === 'Process events' ? 'Events' : data.what, data.name, notes());
const marked = make('li', 'ours', 'a row with a bar at its edge, and a line through all lanes: what we did');
if (data.kinds.some(({ isOurs }) => isOurs)) at('legend').append(marked);
choose(undefined);
change();

function notes(): readonly string[] {
  const all = events.kinds.reduce((sum, { count }) => sum + count, 0);
  const counted = events.kinds.filter(({ binMs }) => binMs !== null);
  const dropped = counted.reduce((sum, { undated }) => sum + undated, 0);
  const { undated } = events;
  return [
    ...data.notes,
    `${plural(all, noun, `${noun}s`)} · wheel or + − zoom, drag or ← → move, ↑ ↓ choose, 0 shows all, Shift and a kind shows it alone`,
    ...(isCounts ? [] : counted).map(
      ({ name, count, binMs }) =>
        `too many ${name} events to list each of the ${number(count)}: they are counted by ${span(binMs ?? 0)}, and text is sought in the first ones of each period`,
    ),
    ...(undated.length > 0
      ? [
          `${plural(undated.length, 'event has', 'events have')} no time: at the end of the list of the whole time`,
        ]
      : []),
    ...(dropped > 0
      ? [`${plural(dropped, 'event', 'events')} of the counted kinds without a time are not drawn`]
      : []),
  ];
}
