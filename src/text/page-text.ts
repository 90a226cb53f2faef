import { escapeLine } from './escape.ts';

/**
 * Text for a page: on one line, with everything invisible or misleading in it made visible, and cut where it is longer than `most`
 * characters.
 */
export function pageText(text: string, most: number): string {
  if (text.length <= most) return escapeLine(text);
  return `${escapeLine(text.slice(0, most))}… (${text.length} characters)`;
}
