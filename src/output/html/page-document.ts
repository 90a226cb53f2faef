import { createHash } from 'node:crypto';
import { escapeJson, escapeLine } from '../../text/escape.ts';

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
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const json = escapeJson(JSON.stringify(data)).replaceAll('<', '\\u003c');
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
    body,
    `<script type="application/json" id="data">${json}</script>`,
    `<script>${script}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/**
 * Text for a page: on one line, with everything invisible or misleading in it made visible, and cut where it is longer than `most`
 * characters.
 */
export function pageText(text: string, most: number): string {
  if (text.length <= most) return escapeLine(text);
  return `${escapeLine(text.slice(0, most))}… (${text.length} characters)`;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`;
}
