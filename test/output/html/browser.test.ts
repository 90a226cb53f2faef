import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { histogramPage, timelinePage } from '../../../src/output/html/timeline-page.ts';
import { treePage } from '../../../src/output/html/tree-page.ts';
import type { PageEvent } from '../../../src/ports/pages.ts';
import { executablePath, hasBrowser, patience, useBrowser } from './browser.ts';
import { inTurn, kinds, type Made, madeEvent, madeTree } from './pages.ts';

const hostile = '<script>alert(1)</script><img src=x onerror=alert(2)>';

describe.skipIf(!hasBrowser)(
  `pages in a browser (skipped where there is no ${executablePath})`,
  patience,
  () => {
    const { show } = useBrowser();

    const nodeNames = (page: Page) => page.locator('.node b').allTextContents();
    const leaf = (name: string, facts: Made['facts'] = []): Made => ({ name, facts });
    const tree: Made = {
      name: 'explorer.exe',
      children: [
        { name: 'winword.exe', children: [{ name: 'powershell.exe', children: [leaf('svch0st.exe')] }] },
        leaf(hostile, [['command line', hostile]]),
        leaf('net.exe', [['md5', 'a276b67ac893b80b963f3415e7dd146b']]),
      ],
    };

    test('a tree folds and unfolds, by the mouse and by keys', async () => {
      const { page, trouble } = await show(treePage(madeTree(tree, ['the tree is cut'])));
      expect(await page.title()).toBe('Process tree of explorer.exe');
      expect(await page.locator('#notes').textContent()).toContain('the tree is cut');
      expect((await nodeNames(page)).toSorted()).toEqual(
        ['explorer.exe', 'winword.exe', 'powershell.exe', 'svch0st.exe', hostile, 'net.exe'].toSorted(),
      );
      const word = page.locator('.node', { hasText: 'winword.exe' });
      await word.locator('.twist').click();
      expect(await word.getAttribute('aria-expanded')).toBe('false');
      expect(await word.locator('.twist').textContent()).toBe('+2');
      expect(await nodeNames(page)).not.toContain('powershell.exe');
      await page.focus('#view');
      await page.keyboard.press('Home');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowDown');
      expect(await page.locator('.node.selected b').textContent()).toBe('powershell.exe');
      await page.keyboard.press('ArrowLeft');
      expect(await nodeNames(page)).not.toContain('svch0st.exe');
      await page.click('#fold');
      expect(await nodeNames(page)).toEqual(['explorer.exe']);
      await page.click('#unfold');
      expect(await nodeNames(page)).toHaveLength(6);
      expect(trouble).toEqual([]);
      await page.close();
    });

    test('a tree shows and finds the details of a process, also in what is folded', async () => {
      const { page, trouble } = await show(treePage(madeTree(tree)));
      await page.click('#fold');
      await page.fill('#find', 'A276B67AC893');
      await page.press('#find', 'Enter');
      expect(await page.locator('.node.selected.found b').textContent()).toBe('net.exe');
      expect(await page.locator('#details').textContent()).toContain('a276b67ac893b80b963f3415e7dd146b');
      expect(await page.locator('#details').textContent()).toContain('stateended');
      expect(trouble).toEqual([]);
      await page.close();
    });

    test('a tree shows command lines in its boxes, and says what its marks mean', async () => {
      const line = 'powershell.exe -nop -w hidden';
      const { page, trouble } = await show(
        treePage(madeTree(leaf('powershell.exe', [['command line', line]]))),
      );
      expect(await page.locator('.node code').textContent()).toBe(line);
      const box = await page.locator('.node').boundingBox();
      const text = await page.locator('.node code').boundingBox();
      expect((text?.y ?? 0) + (text?.height ?? 0)).toBeLessThanOrEqual((box?.y ?? 0) + (box?.height ?? 0));
      const legend = await page.locator('.legend').textContent();
      for (const mark of ['was running', 'only the event of its start', 'found', 'folded away'])
        expect(legend).toContain(mark);
      expect(trouble).toEqual([]);
      await page.close();
    });

    const manyChildren = Array.from({ length: 400 }, (_, n) => ({
      name: `child-${n}.exe`,
      children: [leaf(`leaf-${n}.exe`, [['command line', `leaf ${n} ${'x'.repeat(200)} end-${n}`]])],
    }));

    /** What is on paper, and on how many pages. */
    async function printed(page: Page): Promise<{ readonly text: string; readonly pages: number }> {
      const pdf = await page.pdf({ format: 'A4' });
      await page.emulateMedia({ media: 'print' });
      // What scrolls on the screen would be cut on paper.
      const scrolled = page.locator('#view, #list, aside, .tools');
      expect(await scrolled.filter({ visible: true }).count()).toBe(0);
      // The page hears of another medium after the browser has shown it.
      const sheet = page.locator('#print > *');
      await expect.poll(() => sheet.count()).toBeGreaterThan(0);
      const text = (await page.locator('#print').textContent()) ?? '';
      await page.emulateMedia({ media: 'screen' });
      await expect.poll(() => sheet.count()).toBe(0);
      return { text, pages: pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0 };
    }

    test('a tree prints whole, over all its pages, what is folded too', async () => {
      const { page, trouble } = await show(treePage(madeTree({ name: 'root.exe', children: manyChildren })));
      await page.click('#fold');
      const { text, pages } = await printed(page);
      expect(pages).toBeGreaterThan(10);
      for (const n of [0, 199, 399]) expect(text).toContain(`end-${n}`);
      expect(await nodeNames(page)).toEqual(['root.exe']);
      expect(trouble).toEqual([]);
      await page.close();
    });

    test('a timeline prints every event of its list', async () => {
      const all = Array.from({ length: 600 }, (_, n) => madeEvent('filemod', n * 1000, `c:\\file-${n}.txt`));
      const made = { name: 'cmd.exe', facts: [['host', 'FIN-WS-20']] as const, kinds, events: inTurn(all) };
      const { page, trouble } = await show(await timelinePage(made));
      const { text, pages } = await printed(page);
      expect(pages).toBeGreaterThan(5);
      for (const n of [0, 300, 599]) expect(text).toContain(`file-${n}.txt`);
      expect(text).toContain('host: FIN-WS-20');
      expect(await page.locator('.legend').textContent()).toContain('logarithm');
      expect(trouble).toEqual([]);
      await page.close();
    });

    test('a process called like markup is text and runs nothing', async () => {
      const facts = [['command line', hostile]] as const;
      const event: PageEvent = { ...madeEvent('filemod', 0, hostile), action: hostile, facts };
      for (const html of [
        treePage(madeTree({ name: hostile, facts })),
        await timelinePage({
          name: hostile,
          facts,
          kinds: [hostile],
          events: inTurn([event, { ...event, kind: hostile }]),
        }),
      ]) {
        const { page, trouble } = await show(html);
        await page.locator('.node, .row').first().click();
        expect(await page.locator('#name').textContent()).toBe(hostile);
        expect(await page.locator('#details').textContent()).toContain(hostile);
        expect(await page.locator('img, iframe, a, link').count()).toBe(0);
        expect(await page.locator('script').count()).toBe(2);
        expect(trouble).toEqual([]);
        await page.close();
      }
    });

    test('the policy keeps a script from running that is none of the page', async () => {
      const { page, trouble } = await show(
        treePage(madeTree(tree)).replace('</body>', '<script>alert(3)</script></body>'),
      );
      expect(trouble.join()).toContain('Content Security Policy');
      expect(trouble.join()).not.toContain('dialog');
      await page.close();
    });

    test('ten thousand processes are no burden: only what is in view is drawn', async () => {
      const branch = (at: number): Made => ({
        name: `parent ${at}`,
        children: Array.from({ length: 250 }, (_each, number) => leaf(`child ${at}.${number}`)),
      });
      const { page, trouble } = await show(
        treePage(madeTree({ name: 'root', children: Array.from({ length: 40 }, (_each, at) => branch(at)) })),
      );
      expect(await page.locator('#notes').textContent()).toContain('10,041 processes');
      await page.click('#unfold');
      expect(await page.locator('.node').count()).toBeLessThan(100);
      await page.focus('#view');
      await page.keyboard.press('End');
      expect(await page.locator('.node.selected b').textContent()).toBe('child 39.249');
      expect(trouble).toEqual([]);
      await page.close();
    });

    const timeline = (limit = 20_000) =>
      timelinePage(
        {
          name: 'svch0st.exe',
          facts: [['host', 'WIN-IA9NQ1GN8OI']],
          kinds,
          events: inTurn([
            ...Array.from({ length: 300 }, (_each, at) =>
              madeEvent('filemod', at * 60_000, `c:\\temp\\${at}.tmp`),
            ),
            madeEvent('netconn', 150 * 60_000, 'TCP 203.0.113.66:443'),
            { ...madeEvent('childproc', 0, 'net.exe'), time: '', timeMs: undefined },
          ]),
        },
        { events: limit, characters: 1e6, bins: 50, plain: 10 },
      );
    const shownCount = async (page: Page) =>
      Number.parseInt(((await page.locator('#range').textContent()) ?? '').replaceAll(',', ''), 10);
    const drawn = (page: Page) =>
      page.locator('#lanes').evaluate((canvas) => (canvas as unknown as { toDataURL(): string }).toDataURL());
    const counts = (page: Page, count: number) => expect.poll(() => shownCount(page)).toBe(count);

    test('a timeline filters by kind and by text', async () => {
      const { page, trouble } = await show(await timeline());
      await counts(page, 302);
      const whole = await drawn(page);
      await page.locator('.kind', { hasText: 'filemod' }).click();
      await counts(page, 2);
      expect(await page.locator('.row .what').allTextContents()).toEqual(['netconn', 'childproc']);
      expect(await drawn(page)).not.toBe(whole);
      await page.locator('.kind', { hasText: 'filemod' }).click();
      await page.fill('#find', '\\TEMP\\29');
      await counts(page, 11);
      await page.fill('#find', '');
      await page.locator('.kind', { hasText: 'netconn' }).click({ modifiers: ['Shift'] });
      await counts(page, 1);
      await page.locator('.row').click();
      expect(await page.locator('#details').textContent()).toContain('TCP 203.0.113.66:443');
      expect(trouble).toEqual([]);
      await page.close();
    });

    test('a timeline zooms by keys, the wheel and the strip of the whole time', async () => {
      const { page, trouble } = await show(await timeline());
      await counts(page, 302);
      const whole = await drawn(page);
      await page.focus('#chart');
      await page.keyboard.press('+');
      await expect.poll(() => shownCount(page)).toBeLessThan(170);
      const half = await shownCount(page);
      expect(await drawn(page)).not.toBe(whole);
      const lanes = await page.locator('#lanes').boundingBox();
      await page.mouse.move((lanes?.x ?? 0) + 500, (lanes?.y ?? 0) + 20);
      await page.mouse.wheel(0, -400);
      await expect.poll(() => shownCount(page)).toBeLessThan(half);
      await page.keyboard.press('0');
      await counts(page, 302);
      const strip = await page.locator('#overview').boundingBox();
      await page.mouse.move((strip?.x ?? 0) + 200, (strip?.y ?? 0) + 20);
      await page.mouse.down();
      await page.mouse.move((strip?.x ?? 0) + 300, (strip?.y ?? 0) + 20);
      await page.mouse.up();
      await expect.poll(() => shownCount(page)).toBeLessThan(60);
      await page.click('#all');
      await counts(page, 302);
      expect(trouble).toEqual([]);
      await page.close();
    });

    test('a timeline says which events are counted together and which have no time', async () => {
      const { page, trouble } = await show(await timeline(100));
      const notes = (await page.locator('#notes').textContent()) ?? '';
      expect(notes).toContain('too many filemod events to list each of the 300');
      expect(notes).toContain('1 event has no time');
      await counts(page, 302);
      await page.locator('.row').first().click();
      expect(await page.locator('#details').textContent()).toContain('counted together');
      expect(trouble).toEqual([]);
      await page.close();
    });

    test('a timeline draws all the rows that there is room for, also where the chart above gets smaller', async () => {
      const events = Array.from({ length: 60 }, (_, at) => madeEvent(kinds[at % 3] ?? '', at, `c:\\${at}`));
      const few = events.slice(0, 16).map((event) => ({ ...event, kind: 'filemod' }));
      const rowsOf = (page: Page) => page.locator('.row').count();
      const first = await show(await timelinePage({ name: 'a', facts: [], kinds, events: inTurn(few) }));
      await expect.poll(() => rowsOf(first.page)).toBe(16);
      const { page, trouble } = await show(
        await timelinePage({ name: 'a', facts: [], kinds, events: inTurn(events) }),
      );
      await page.setViewportSize({ width: 1300, height: 1400 });
      await page.locator('.kind').nth(2).click();
      await expect.poll(() => rowsOf(page)).toBe(40);
      expect([...first.trouble, ...trouble]).toEqual([]);
      await Promise.all([first.page.close(), page.close()]);
    });

    const ofHosts = (count: number) =>
      timelinePage({
        title: 'Timeline',
        name: 'FIN-WS-20, FIN-WS-21',
        facts: [],
        kinds: ['analyst', ...kinds],
        ours: ['analyst'],
        notes: () => ['the server has no events any more of 1 of 9 processes'],
        events: inTurn(
          Array.from({ length: count }, (_, at) => ({
            ...madeEvent(at % 1000 === 7 ? 'analyst' : (kinds[at % 5] ?? ''), at * 1000, `c:\\${at}.tmp`),
            where: `FIN-WS-${20 + (at % 2)} · cmd.exe`,
          })),
        ),
      });

    test('a timeline of many hosts says where, marks what we did, and says what is missing', async () => {
      const { page, trouble } = await show(await ofHosts(40));
      expect(await page.title()).toBe('Timeline of FIN-WS-20, FIN-WS-21');
      expect(await page.locator('#notes').textContent()).toContain('no events any more of 1 of 9');
      expect(await page.locator('.row .where').nth(1).textContent()).toBe('FIN-WS-21 · cmd.exe');
      expect(await page.locator('.row.ours').count()).toBe(1);
      expect(await page.locator('.legend').textContent()).toContain('what we did');
      await page.fill('#find', 'fin-ws-21');
      await counts(page, 20);
      expect(trouble).toEqual([]);
      await page.close();
    });

    test('a timeline of 100,000 events scrolls without a frame over 50 ms, and keeps each of them', async () => {
      const { page, trouble } = await show(await ofHosts(100_000));
      await counts(page, 100_000);
      expect(await page.locator('.row').count()).toBeLessThan(80);
      // What our own work takes of a frame, the least of three times: on a loaded computer others take of it, too.
      const frames = await page.evaluate<number[]>(`(async () => {
        const list = document.getElementById('list');
        const most = list.scrollHeight - list.clientHeight;
        const works = new Array(100).fill(Infinity);
        for (let round = 0; round < 3; round += 1) {
          for (const at of works.keys()) {
            await new Promise(requestAnimationFrame);
            const before = performance.now();
            list.scrollTop = (most * ((at * 37) % 100)) / 100;
            list.dispatchEvent(new Event('scroll'));
            void list.offsetHeight;
            works[at] = Math.min(works[at], performance.now() - before);
          }
        }
        return works;
      })()`);
      expect(frames).toHaveLength(100);
      expect(Math.max(...frames)).toBeLessThan(50);
      await page.focus('#list');
      await page.keyboard.press('End');
      expect(await page.locator('.row.selected .target').textContent()).toContain('99999.tmp');
      await page.fill('#find', '4242');
      await counts(page, 20);
      expect(trouble).toEqual([]);
      await page.close();
    });

    test('without a script the first events are read, and how many there are', async () => {
      const { page } = await show(await ofHosts(1500), { javaScriptEnabled: false });
      const plain = page.locator('noscript');
      expect(await plain.isVisible()).toBe(true);
      expect(await plain.textContent()).toContain('the first 1000 of 1500 events');
      expect(await page.locator('noscript tbody tr').count()).toBe(1000);
      await page.close();
    });

    test('a histogram zooms, and says what its counts are', async () => {
      const html = histogramPage({
        name: 'process_name:net.exe',
        what: 'hits by start',
        stepMs: 3_600_000,
        counts: Array.from({ length: 48 }, (_, at) => ({ fromMs: at * 3_600_000, count: at + 1 })),
        notes: ['segments are counted'],
      });
      const { page, trouble } = await show(html);
      await counts(page, 1176);
      expect(await page.locator('#notes').textContent()).toContain('segments are counted');
      const whole = await drawn(page);
      await page.focus('#chart');
      await page.keyboard.press('+');
      await expect.poll(() => shownCount(page)).toBeLessThan(1176);
      expect(await drawn(page)).not.toBe(whole);
      expect(trouble).toEqual([]);
      await page.close();
    });

    test('a timeline of nothing says so', async () => {
      const { page, trouble } = await show(
        await timelinePage({ name: 'a', facts: [], kinds, events: inTurn([]) }),
      );
      expect(await page.locator('#list').textContent()).toContain('Nothing in this period');
      expect(trouble).toEqual([]);
      await page.close();
    });
  },
);
