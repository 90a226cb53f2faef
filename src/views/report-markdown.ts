import type { Facts, ReportEntry, ReportPage, ReportSection } from '../ports/pages.ts';

import { formatTimeUtc } from '../text/age.ts';
import { pageText } from '../text/page-text.ts';
import { markdownText } from './markdown-text.ts';

/** As the page has it: the longest command line of Windows, and no more. */
const longest = 33_000;

/** A report as Markdown: what is in it stays text, whoever wrote it. */
export function reportMarkdown({ title, subtitle, facts, sections }: ReportPage): string {
  return [
    `# ${plain(title)}`,
    '',
    plain(subtitle),
    '',
    ...facts.map(([label, value]) => `- ${plain(label)}: ${plain(value)}`),
    '',
    ...sections.flatMap(sectionLines),
  ].join('\n');
}

function sectionLines({ heading, about, empty, entries }: ReportSection): readonly string[] {
  const content = entries.length === 0 ? [plain(empty), ''] : [...entries.flatMap(entryLines), ''];
  return [`## ${plain(heading)}`, '', plain(about), '', ...content];
}

function entryLines({
  timeMs,
  title,
  lines = [],
  note,
  facts,
  depth = 0,
  isMarked,
}: ReportEntry): readonly string[] {
  const indent = '  '.repeat(depth);
  const time = timeMs === undefined ? '' : `${formatTimeUtc(timeMs)} `;
  const mark = isMarked ? '**' : '';
  return [
    `${indent}- ${time}${mark}${plain(title)}${mark}`,
    ...lines.filter((line) => line !== '').map((line) => `${indent}  - ${plain(line)}`),
    ...(note === undefined ? [] : [`${indent}  - note: ${plain(note)}`]),
    ...(facts.length === 0 ? [] : [`${indent}  - ${factText(facts)}`]),
  ];
}

function factText(facts: Facts): string {
  return facts.map(([label, value]) => `${plain(label)} ${plain(value)}`).join(', ');
}

function plain(text: string): string {
  return markdownText(pageText(text, longest));
}
