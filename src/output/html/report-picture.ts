import type { ReportMark } from '../../ports/pages.ts';

import { formatTimeUtc } from '../../text/age.ts';
import { htmlText } from './page-document.ts';
import { type Stretch, stretches, xOf } from './report-time-axis.ts';

const width = 1000;
const left = 84;
const right = 12;
const laneHeight = 40;
const lanes: readonly { readonly name: string; readonly tones: readonly ReportMark['tone'][] }[] = [
  { name: 'intruder', tones: ['seen'] },
  { name: 'alerts', tones: ['alert'] },
  { name: 'taken', tones: ['taken'] },
  { name: 'changed', tones: ['changed'] },
  { name: 'notes', tones: ['noted'] },
];
/** Of the letters of labels, on the average: small ones, capitals and digits, and those that fill a square. */
const letterWidths = { small: 5.8, wide: 7.4, square: 11 };
const longestLabel = 26;

/**
 * The time line as a picture. Hours in which nothing is told are left out, and the place says how long they were; each lane has a form of
 * its own, so that it can be read without colours.
 */
export function reportPicture(marks: readonly ReportMark[]): string {
  const sorted = marks.toSorted((a, b) => a.timeMs - b.timeMs);
  const axis = stretches(
    sorted.map(({ timeMs }) => timeMs),
    { from: left + 10, to: width - right - 10 },
  );
  const used = lanes.filter(({ tones }) => sorted.some(({ tone }) => tones.includes(tone)));
  const bottom = 14 + used.length * laneHeight;
  const height = bottom + 40;
  const drawn = used.map(({ name, tones }, index) => {
    const y = 14 + index * laneHeight;
    const own = sorted.filter(({ tone }) => tones.includes(tone));
    return lane(name, own, axis, y, index);
  });
  const about = `Time line: ${sorted.length} marks from ${shortTime(sorted[0])} to ${shortTime(sorted.at(-1))}`;
  return [
    `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${htmlText(about, 200)}">`,
    ...axis.map((stretch, index) => ground(stretch, axis[index - 1], bottom)),
    ...drawn,
    '</svg>',
  ].join('\n');
}

function lane(
  name: string,
  marks: readonly ReportMark[],
  axis: readonly Stretch[],
  y: number,
  index: number,
): string {
  const middle = y + laneHeight / 2;
  const parts = [
    index === 0 ? '' : `<path class="rule" d="M4 ${y}H${width - right}"/>`,
    `<text class="lane" x="4" y="${middle + 4}">${name}</text>`,
  ];
  // Each label has one of two heights, stands before its mark where it would end outside, and is left out where neither has room.
  const free = [0, 0];
  for (const mark of marks) {
    const x = xOf(axis, mark.timeMs);
    parts.push(shape(mark, x, middle));
    const label = shortened(mark.label);
    const long = widthOf(label);
    const isBefore = x + 9 + long > width - right;
    const row = free.findIndex((taken) => taken <= (isBefore ? x - 9 - long : x));
    if (row < 0 || label === '') continue;
    free[row] = isBefore ? x + 8 : x + 17 + long;
    const at = `x="${fixed(isBefore ? x - 8 : x + 8)}" y="${row === 0 ? middle - 8 : middle + 15}"`;
    parts.push(`<text class="label${isBefore ? ' end' : ''}" ${at}>${htmlText(label, 200)}</text>`);
  }
  return parts.join('');
}

function shape({ tone, timeMs, label }: ReportMark, x: number, y: number): string {
  const title = `<title>${htmlText(`${formatTimeUtc(timeMs)} ${label}`, 400)}</title>`;
  const form = {
    seen: `<circle class="seen" cx="${fixed(x)}" cy="${y}" r="5">${title}</circle>`,
    alert: `<path class="alert" d="M${fixed(x)} ${y - 6}l6 11h-12z">${title}</path>`,
    taken: `<rect class="taken" x="${fixed(x - 4.5)}" y="${y - 4.5}" width="9" height="9">${title}</rect>`,
    changed: `<path class="changed" d="M${fixed(x)} ${y - 6}l6 6l-6 6l-6 -6z">${title}</path>`,
    noted: `<path class="noted" d="M${fixed(x - 5)} ${y - 4}h10v6h-6l-4 4z">${title}</path>`,
  };
  return form[tone];
}

/** A stretch of the axis with its times, and what was left out before it. */
function ground({ from, to, fromMs, toMs }: Stretch, before: Stretch | undefined, bottom: number): string {
  const [day, start] = halves(fromMs);
  const [, end] = halves(toMs);
  const isWide = to - from > 100 && end !== start;
  const gap =
    before === undefined
      ? ''
      : `<text class="gap" x="${fixed((before.to + from) / 2)}" y="${bottom + 33}">${spell(fromMs - before.toMs)}</text>`;
  return [
    `<rect class="ground" x="${fixed(from - 10)}" y="10" width="${fixed(to - from + 20)}" height="${bottom - 6}" rx="4"/>`,
    `<text class="tick" x="${fixed(from - 8)}" y="${bottom + 18}">${start}</text>`,
    isWide ? `<text class="tick end" x="${fixed(to + 8)}" y="${bottom + 18}">${end}</text>` : '',
    `<text class="tick" x="${fixed(from - 8)}" y="${bottom + 33}">${day}</text>`,
    gap,
  ].join('');
}

function halves(ms: number): readonly [day: string, minute: string] {
  const [day = '', minute = ''] = formatTimeUtc(ms).split(' ');
  return [day, minute.slice(0, 5)];
}

/** As people say it: `3 days`, `11 h`, `32 min`. */
function spell(ms: number): string {
  const [unit, word]: readonly [number, string] =
    ms > 2 * 86_400_000 ? [86_400_000, 'days'] : ms > 7_200_000 ? [3_600_000, 'h'] : [60_000, 'min'];
  return `${Math.round(ms / unit)} ${word}`;
}

function shortened(label: string): string {
  const letters = [...label];
  return letters.length <= longestLabel ? label : `${letters.slice(0, longestLabel - 1).join('')}…`;
}

function widthOf(label: string): number {
  const { small, wide, square } = letterWidths;
  return [...label].reduce(
    (sum, letter) => sum + (letter > '\u2e7f' ? square : /[A-Z0-9@%…]/.test(letter) ? wide : small),
    0,
  );
}

function shortTime(mark: ReportMark | undefined): string {
  return mark === undefined ? '' : formatTimeUtc(mark.timeMs);
}

function fixed(value: number): string {
  return String(Math.round(value * 10) / 10);
}
