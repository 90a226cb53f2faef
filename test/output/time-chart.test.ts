import { describe, expect, test } from 'vitest';
import { plainStyle } from '../../src/output/style.ts';
import { drawTimeChart } from '../../src/output/time-chart.ts';

const hour = 3_600_000;
const begin = Date.UTC(2024, 4, 14);

const chart = (values: readonly number[], columns = 60) =>
  drawTimeChart(
    {
      field: 'start',
      over: { stepMs: hour, stepWords: '1 h' },
      entries: values.map((value, at) => ({
        name: new Date(begin + at * hour).toISOString(),
        value,
        percent: 0,
        ratio: '',
        wire: {},
      })),
    },
    { style: plainStyle, isTTY: true, columns: () => columns },
  ).split('\n');

describe('a chart over time', () => {
  test('is a row, columns and an axis with its times', () => {
    expect(chart([1, 0, 8, 4, 2, 0, 0, 16])).toMatchInlineSnapshot(`
      [
        "start: 31 by 1 h, most 16 at 2024-05-14 07:00Z",
        "▁ ▄▂▁  █",
        "",
        "16 │                                   ████",
        "   │                                   ████",
        "   │                                   ████",
        "   │                                   ████",
        "   │          ████                     ████",
        "   │          ████                     ████",
        "   │          ████ ████                ████",
        " 0 │▄▄▄▄      ████ ████ ████           ████",
        "   └────────────────────────────────────────",
        "    2024-05-14 00:00Z   2024-05-14 04:00Z",
        "",
      ]
    `);
  });

  test('fits the terminal, and shows what is one of thousands', () => {
    const values = Array.from({ length: 700 }, (_, at) => (at === 3 ? 1 : at > 600 ? 5000 : 0));
    const lines = chart(values, 80);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
    expect(lines[1]?.trimEnd()).toMatch(/^▁ +▇█+$/);
    expect(lines.at(-4)).toMatch(/│▁/);
  });

  test('makes nothing of nothing', () => {
    expect(chart([]).join('')).toBe('');
  });
});
