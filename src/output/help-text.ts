import type { HelpLine } from '../spec/help-lines.ts';
import { escapeText } from '../text/escape.ts';
import type { Style } from './style.ts';

/** Help lines as text. Escaped, as a usage error may quote what was typed. */
export function drawHelp(lines: readonly HelpLine[], style: Style): string {
  return lines
    .map(({ text, role }) => {
      const escaped = escapeText(text);
      return `${role === 'plain' || escaped === '' ? escaped : style[role](escaped)}\n`;
    })
    .join('');
}
