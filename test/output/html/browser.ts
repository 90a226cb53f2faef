import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';

export const executablePath = '/usr/bin/chromium';
export const hasBrowser = existsSync(executablePath);

/** A page is a process of its own, and a browser a dozen: a busy computer takes long for them. */
export const patience = { timeout: 180_000 };

/** A browser for the tests of a file. */
export function useBrowser() {
  let browser: Browser;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cblr-pages-'));
    // The sandbox of the browser cannot be had as root in a container; the pages are our own.
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  }, patience.timeout);
  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Shows a page; what it said, asked for or ran into is gathered in `trouble`. */
  async function show(html: string, options: BrowserContextOptions & { readonly ending?: string } = {}) {
    const { ending = 'html', ...settings } = options;
    const page = await browser.newPage({ viewport: { width: 1300, height: 800 }, ...settings });
    const path = join(folder, `${crypto.randomUUID()}.${ending}`);
    const trouble: string[] = [];
    const own = pathToFileURL(path).href;
    page.on('console', (message) => trouble.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => trouble.push(`error: ${error.message}`));
    page.on('request', (request) => {
      if (request.url() !== own) trouble.push(`request: ${request.url()}`);
    });
    page.on('dialog', (dialog) => {
      trouble.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    await writeFile(path, html);
    await page.goto(own);
    return { page, trouble };
  }

  return { show };
}
