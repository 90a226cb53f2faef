import { brief, canvasAt } from '../elements.ts';
import type { Events, Item } from './events.ts';
import { type Range, ticks } from './times.ts';

/** Of each of so many kinds: the list below wants room, too. */
export function laneHeight(lanes: number): number {
  return lanes > 6 ? 20 : 36;
}

export const barWide = 4;
const labelWide = 104;
const axisHigh = 24;
const overviewHigh = 46;
/** Of the one lane of nothing but counts. */
export const evenHigh = 130;

interface Sheet {
  readonly pen: CanvasRenderingContext2D;
  readonly wide: number;
}

/** The canvas at the size that it has on the screen, empty. */
function prepare(canvas: HTMLCanvasElement, high: number): Sheet | undefined {
  const ratio = devicePixelRatio || 1;
  const wide = Math.max(200, (canvas.parentElement?.clientWidth ?? 0) - 32);
  canvas.style.height = `${high}px`;
  canvas.width = Math.round(wide * ratio);
  canvas.height = Math.round(high * ratio);
  const pen = canvas.getContext('2d');
  if (pen === null) return undefined;
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, wide, high);
  pen.font = '12px system-ui, "DejaVu Sans", sans-serif';
  return { pen, wide };
}

/** A colour of the page's style: it has a light and a dark side. */
function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** Of a bar; a single event can be seen beside thousands. What is nothing but counts is as high as they are. */
function height(count: number, most: number, room: number, isEven: boolean): number {
  if (count <= 0) return 0;
  return 2 + (room - 2) * (isEven ? count / most : Math.log1p(count) / Math.log1p(Math.max(most, 4)));
}

function largest(counts: Float64Array): number {
  return counts.reduce((a, b) => Math.max(a, b), 0);
}

/** Where a time stands in a picture so wide. */
function placeIn(range: Range, wide: number): (t: number) => number {
  return (t) => labelWide + ((t - range.from) / (range.to - range.from)) * (wide - labelWide);
}

/** The time that the pointer is at. */
export function timeAt(canvas: HTMLCanvasElement, event: MouseEvent, range: Range): number {
  const box = canvas.getBoundingClientRect();
  const share = (event.clientX - box.left - labelWide) / (box.width - labelWide);
  return range.from + Math.min(1, Math.max(0, share)) * (range.to - range.from);
}

/** Milliseconds that a pixel stands for. */
export function perPixel(canvas: HTMLCanvasElement, range: Range): number {
  return (range.to - range.from) / (canvas.clientWidth - labelWide);
}

/** The strip of the whole time, the period in view marked in it. */
export function drawOverview(events: Events, view: Range, isEven: boolean): void {
  const sheet = prepare(canvasAt('overview'), overviewHigh);
  if (sheet === undefined) return;
  const { pen, wide } = sheet;
  const bars = Math.max(1, Math.floor((wide - labelWide) / 3));
  const each = (wide - labelWide) / bars;
  const of = events.countsOf(events.whole, bars);
  const sums = new Float64Array(bars);
  for (const counts of of.values()) {
    for (const [i, count] of counts.entries()) sums[i] = (sums[i] ?? 0) + count;
  }
  const most = largest(sums);
  pen.fillStyle = colour('--faint');
  pen.fillText('whole time', 0, 28);
  for (const [i, sum] of sums.entries()) {
    const full = height(sum, most, overviewHigh - 6, isEven);
    let y = overviewHigh - 2;
    for (const [kind, counts] of of) {
      const part = sum === 0 ? 0 : (full * (counts[i] ?? 0)) / sum;
      pen.fillStyle = kind.colour;
      pen.fillRect(labelWide + i * each, y - part, Math.max(1, each - 0.5), part);
      y -= part;
    }
  }
  const x = placeIn(events.whole, wide);
  const left = x(view.from);
  const right = Math.max(x(view.to), left + 2);
  pen.fillStyle = colour('--back');
  pen.globalAlpha = 0.7;
  pen.fillRect(labelWide, 0, left - labelWide, overviewHigh);
  pen.fillRect(right, 0, wide - right, overviewHigh);
  pen.globalAlpha = 1;
  pen.strokeStyle = colour('--accent');
  pen.strokeRect(left + 0.5, 0.5, right - left - 1, overviewHigh - 1);
}

/** A lane for each kind, as bars by how much happened in so many pixels. */
export function drawLanes(events: Events, view: Range, chosen: Item | undefined, isEven: boolean): void {
  const lanes = events.visibleKinds;
  const laneHigh = isEven ? evenHigh : laneHeight(lanes.length);
  const high = Math.max(1, lanes.length) * laneHigh + axisHigh;
  const sheet = prepare(canvasAt('lanes'), high);
  if (sheet === undefined) return;
  const { pen, wide } = sheet;
  drawAxis(sheet, view, high);
  if (chosen?.isDated && chosen.t >= view.from && chosen.t <= view.to) {
    pen.fillStyle = colour('--accent');
    pen.fillRect(placeIn(view, wide)(chosen.t) - 1, 0, 2, high - axisHigh + 5);
  }
  const bars = Math.max(1, Math.floor((wide - labelWide) / barWide));
  const each = (wide - labelWide) / bars;
  const of = events.countsOf(view, bars);
  for (const [kind, counts] of of) {
    if (!kind.isOurs) continue;
    pen.fillStyle = kind.colour;
    pen.globalAlpha = 0.25;
    for (const [i, count] of counts.entries()) {
      if (count > 0) pen.fillRect(labelWide + i * each, 0, Math.max(1.5, each - 1), high - axisHigh);
    }
    pen.globalAlpha = 1;
  }
  for (const [lane, kind] of lanes.entries()) {
    const bottom = (lane + 1) * laneHigh - 3;
    const counts = of.get(kind) ?? new Float64Array(0);
    const most = largest(counts);
    pen.fillStyle = colour('--line');
    pen.fillRect(labelWide, bottom, wide - labelWide, 1);
    pen.fillStyle = kind.colour;
    pen.fillRect(0, bottom - 13, 9, 9);
    for (const [i, count] of counts.entries()) {
      const tall = height(count, most, laneHigh - (laneHigh > 20 ? 8 : 5), isEven);
      if (tall > 0) pen.fillRect(labelWide + i * each, bottom - tall, Math.max(1.5, each - 1), tall);
    }
    pen.fillStyle = colour('--text');
    pen.fillText(brief(kind.name, 13), 15, bottom - 4);
  }
}

function drawAxis({ pen, wide }: Sheet, view: Range, high: number): void {
  const x = placeIn(view, wide);
  for (const { t, label } of ticks(view, Math.max(2, Math.floor((wide - labelWide) / 150)))) {
    pen.fillStyle = colour('--line');
    pen.fillRect(Math.round(x(t)), 0, 1, high - axisHigh + 5);
    pen.fillStyle = colour('--faint');
    const wideText = pen.measureText(label).width;
    pen.fillText(label, Math.min(wide - wideText, Math.max(labelWide, x(t) - wideText / 2)), high - 6);
  }
}
