import { describe, expect, test } from 'vitest';
import { reportPage } from '../../../src/output/html/report-page.ts';
import { pageText } from '../../../src/text/page-text.ts';
import { reportMarkdown } from '../../../src/views/report-markdown.ts';
import { executablePath, hasBrowser, patience, useBrowser } from './browser.ts';
import { hostile, hostileReport } from './report.ts';

const html = reportPage(hostileReport);

describe.skipIf(!hasBrowser)(
  `a report in a browser (skipped where there is no ${executablePath})`,
  patience,
  () => {
    const { show } = useBrowser();

    test.each([true, false])('is read whole, with scripts switched on: %s', async (javaScriptEnabled) => {
      const { page, trouble } = await show(html, { javaScriptEnabled });
      const titles = await page.locator('h3').allTextContents();
      expect(titles).toEqual(hostile.map((text) => pageText(text, 1000)));
      expect(await page.locator('code').count()).toBe(2 * hostile.length);
      expect(await page.title()).toBe(hostileReport.title);
      expect(await page.locator('script, img, iframe, link, object, embed, b, i').count()).toBe(0);
      expect(await page.locator('a').count()).toBe(hostileReport.sections.length);
      expect(trouble).toEqual([]);
      await page.close();
    });

    test('lets no script run that somebody puts into it', async () => {
      const { page, trouble } = await show(html.replace('</main>', '<script>alert(6)</script></main>'));
      expect(trouble.join()).toContain('Content Security Policy');
      expect(trouble.join()).not.toContain('dialog');
      await page.close();
    });

    test('keeps its width, whatever a name is like', async () => {
      for (const width of [1300, 400]) {
        const { page } = await show(html, { viewport: { width, height: 800 } });
        const wide = await page
          .locator('body')
          .evaluate((body) => body.ownerDocument.documentElement.scrollWidth);
        expect(wide, `at ${width}`).toBeLessThanOrEqual(width);
        await page.close();
      }
    });

    test('is light or dark as its reader likes, and can be read in both', async () => {
      const drawn = async (colorScheme: 'light' | 'dark') => {
        const { page } = await show(html, { colorScheme });
        const styleOf = (place: string, property: 'color' | 'backgroundColor') =>
          page.evaluate<string>(`getComputedStyle(document.querySelector('${place}')).${property}`);
        const found = {
          ink: await styleOf('h3', 'color'),
          paper: await styleOf('section', 'backgroundColor'),
        };
        await page.close();
        return found;
      };
      const [light, dark] = [await drawn('light'), await drawn('dark')];
      expect(brightness(light.paper) - brightness(light.ink)).toBeGreaterThan(150);
      expect(brightness(dark.ink) - brightness(dark.paper)).toBeGreaterThan(150);
    });

    test('prints whole on A4, in black on white in the dark too', async () => {
      const { page } = await show(html, { colorScheme: 'dark' });
      const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
      const boxes = pdf.match(/\/MediaBox\s*\[[^\]]*\]/g) ?? [];
      expect(boxes.length).toBeGreaterThan(1);
      for (const box of boxes) expect(box).toMatch(/\[\s*0 0 59[45](?:\.\d+)? 84[12](?:\.\d+)?\s*\]/);
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      const widths = await page
        .locator('h3, code, dd, svg')
        .evaluateAll((elements) =>
          elements.map(
            (element) =>
              element.getBoundingClientRect().right - element.ownerDocument.documentElement.clientWidth,
          ),
        );
      expect(Math.max(...widths)).toBeLessThanOrEqual(0);
      const ink = await page.evaluate<string>("getComputedStyle(document.querySelector('h3')).color");
      expect(brightness(ink)).toBeLessThan(60);
      await page.close();
    });

    test('draws each mark within its picture, and says in words what it is', async () => {
      const { page } = await show(html);
      const picture = await page.locator('svg').boundingBox();
      const marks = page.locator('svg circle, svg rect.taken, svg path:not(.rule)');
      expect(await marks.count()).toBe(hostileReport.marks.length);
      expect(await marks.locator('title').count()).toBe(hostileReport.marks.length);
      for (const box of await Promise.all((await marks.all()).map((mark) => mark.boundingBox()))) {
        expect(box?.x ?? -1).toBeGreaterThanOrEqual(picture?.x ?? 0);
        expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(
          (picture?.x ?? 0) + (picture?.width ?? 0),
        );
      }
      await page.close();
    });

    test('as Markdown, taken for HTML, holds no element and runs nothing', async () => {
      const { page, trouble } = await show(`<!doctype html><body>${reportMarkdown(hostileReport)}</body>`);
      expect(await page.locator('body *').count()).toBe(0);
      expect(trouble).toEqual([]);
      await page.close();
    });
  },
);

/** Of `rgb(…)`, 0 to 255. */
function brightness(color: string): number {
  const [red = 0, green = 0, blue = 0] = (color.match(/\d+/g) ?? []).map(Number);
  return 0.3 * red + 0.59 * green + 0.11 * blue;
}
