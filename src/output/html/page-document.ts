import { createHash } from 'node:crypto';
import { escapeJson } from '../../text/escape.ts';
import { pageText } from '../../text/page-text.ts';

export interface PageParts {
  /** Ours: what comes from a server is set by the script, as text. */
  readonly title: string;
  readonly style: string;
  readonly body: string;
  readonly script: string;
  readonly data: unknown;
}

/**
 * One HTML page that asks nobody for anything: its policy allows the one script and the one style by their hashes and nothing else. The
 * data stand in a block that is no script, and no `<` in it can end that.
 */
export function pageDocument({ title, style, body, script, data }: PageParts): string {
  const json = escapeJson(JSON.stringify(data)).replaceAll('<', '\\u003c');
  return documentOf({ title, style, script }, [
    body,
    `<script type="application/json" id="data">${json}</script>`,
    `<script>${script}</script>`,
  ]);
}

/** The same without a script: its policy lets none run. What comes from elsewhere stands in the body as `htmlText` gives it. */
export function stillPage({ title, style, body }: Pick<PageParts, 'title' | 'style' | 'body'>): string {
  return documentOf({ title, style }, [body]);
}

function documentOf(
  { title, style, script }: Pick<PageParts, 'title' | 'style'> & { readonly script?: string },
  body: readonly string[],
): string {
  const policy = [
    "default-src 'none'",
    ...(script === undefined ? [] : [`script-src '${hashOf(script)}'`]),
    `style-src '${hashOf(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="referrer" content="no-referrer">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${title}</title>`,
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    ...body,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/** `pageText` as it may stand between tags and in quoted attributes. */
export function htmlText(text: string, most: number): string {
  return pageText(text, most).replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`;
}
