import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { HostAnswer } from '../../../src/fleet/fold/fold-step.ts';
import { fleetReport } from '../../../src/fleet/report/fleet-report.ts';
import type { Run, RunHost } from '../../../src/fleet/store/run-types.ts';
import { fleetPage } from '../../../src/output/html/fleet-page.ts';
import { cpuMs } from '../../support/cpu-time.ts';
import { executablePath, hasBrowser, useBrowser } from './browser.ts';
import { hostile } from './report.ts';

const count = 1000;
const rules = {
  canary: 0,
  stopAfter: undefined,
  slots: 8,
  perMinute: undefined,
  deadlineMs: undefined,
  order: 'name',
  keepGoing: false,
} as const;
const run: Run = {
  line: 'services; pwd',
  profile: 'default',
  server: 'https://cb.example:8443',
  directory: '/',
  createdMs: Date.parse('2024-05-14T09:30:00Z'),
  expiresMs: 2,
  rules,
  steps: ['services', 'pwd'].map((line, index) => ({
    number: index + 1,
    line,
    verb: line,
    effect: 'reads',
    isOneWrite: false,
  })),
  wish: 'run',
  pauseReason: undefined,
  canaryOk: false,
  forgiven: 0,
  owner: undefined,
};
const nameOf = (id: number): string =>
  id <= hostile.length ? `${hostile[id - 1]}` : `WS-${String(id).padStart(4, '0')}`;
const hosts = Array.from({ length: count }, (_, at): RunHost => {
  const id = at + 1;
  const state = id % 50 === 0 ? 'failed' : 'done';
  const detail = state === 'failed' ? `C:\\x is not on ${nameOf(id)}` : undefined;
  const rest = {
    os: 'windows',
    groupId: 1,
    place: id,
    isCanary: false,
    step: 2,
    isOnline: true,
    notBeforeMs: 0,
    attempts: 1,
  };
  return { id, name: nameOf(id), state, detail, lastCheckInMs: undefined, nextCheckInMs: undefined, ...rest };
});

async function* answers(): AsyncGenerator<HostAnswer> {
  for (const { id, name, state, detail } of hosts) {
    const base = { host: name, sensorId: id, detail: undefined, state: 'done' };
    const odd = id === 777 ? [{ name: 'WinSvcHlp', path: 'C:\\ProgramData\\h.exe' }] : [];
    const bad =
      hostile[id - 1] === undefined
        ? []
        : [{ name: hostile[id - 1], path: '</code><script>alert(1)</script>' }];
    yield { ...base, step: 1, rows: [{ name: 'Spooler', path: 'spoolsv.exe' }, ...odd, ...bad] };
    yield { ...base, step: 2, state, detail, rows: state === 'done' ? [{ text: 'C:\\\n' }] : [] };
  }
}

const page = await fleetReport({
  number: 7,
  run,
  hosts,
  answers,
  counted: '980 done, 20 failed',
  nowMs: run.createdMs,
  program: 'cblr 0',
  rowText: (row) => Object.values(row as Readonly<Record<string, unknown>>).join(' '),
});
const html = fleetPage(page);

test('what one host alone has stands first, and equal answers together', () => {
  const [services] = page.steps;
  expect(services?.groups.at(-1)).toMatchObject({ letter: 'A', count: count - 1 - hostile.length });
  expect(services?.groups.find(({ hosts: which }) => which === 'WS-0777')).toMatchObject({ count: 1 });
  expect(services?.rare.map(({ hosts: which }) => which)).toContain('WS-0777');
  expect(page.troubles).toEqual([
    { state: 'failed', count: 20, hosts: expect.stringContaining('WS-['), why: 'C:\\x is not on HOST' },
  ]);
  expect(page.hosts[0]?.isOdd).toBe(true);
});

test('a thousand hosts are written in no time, and not in many bytes', () => {
  expect(cpuMs(() => fleetPage(page))).toBeLessThan(1500);
  expect(html.length).toBeLessThan(2_000_000);
  if (process.env['FLEET_PAGE'] !== undefined) writeFileSync(process.env['FLEET_PAGE'], html);
});

describe.skipIf(!hasBrowser)(
  `the page of a run in a browser (skipped where there is no ${executablePath})`,
  { timeout: 120_000 },
  () => {
    const { show } = useBrowser();

    test.each([true, false])('is read whole, with scripts switched on: %s', async (javaScriptEnabled) => {
      const shown = await show(html, { javaScriptEnabled });
      expect(await shown.page.locator('#hosts tbody tr').count()).toBe(count);
      expect(await shown.page.locator('script, img, iframe, link, object, embed').count()).toBe(0);
      expect(await shown.page.locator('.odd li').first().textContent()).toMatch(/1 of 1000/);
      expect(await shown.page.title()).toBe('Run 7');
      expect(shown.trouble).toEqual([]);
      await shown.page.close();
    });

    test('keeps its width, whatever a name is like', async () => {
      for (const width of [1300, 500]) {
        const shown = await show(html, { viewport: { width, height: 800 } });
        const wide = await shown.page
          .locator('body')
          .evaluate((body) => body.ownerDocument.documentElement.scrollWidth);
        expect(wide, `at ${width}`).toBeLessThanOrEqual(width);
        await shown.page.close();
      }
    });

    test('prints whole on A4', async () => {
      const shown = await show(html, { colorScheme: 'dark' });
      const pdf = (await shown.page.pdf({ preferCSSPageSize: true })).toString('latin1');
      const boxes = pdf.match(/\/MediaBox\s*\[[^\]]*\]/g) ?? [];
      expect(boxes.length).toBeGreaterThan(10);
      for (const box of boxes) expect(box).toMatch(/\[\s*0 0 59\d(?:\.\d+)? 84\d(?:\.\d+)?\s*\]/);
      await shown.page.close();
    });
  },
);
