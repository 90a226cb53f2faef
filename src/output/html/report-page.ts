import type { Facts, ReportEntry, ReportPage, ReportSection } from '../../ports/pages.ts';

import { formatTimeUtc } from '../../text/age.ts';
import { htmlText, stillPage } from './page-document.ts';
import { reportPicture } from './report-picture.ts';
import { reportStyle } from './report-style.ts';

const longestTitle = 1000;
const longestText = 33_000;
/** As far in as paper has room for. */
const deepest = 12;

/** A report as one page that needs no script: it is read, and printed whole. */
export function reportPage({ title, subtitle, facts, marks, sections }: ReportPage): string {
  const contents = sections.map(
    ({ heading, whose, entries }, number) =>
      `<li class="${whose}"><a href="#s${number + 1}">${text(heading)}</a> <span>${entries.length}</span></li>`,
  );
  const body = [
    `<header><h1>${text(title)}</h1><p class="sub">${text(subtitle)}</p>${factList(facts)}</header>`,
    marks.length === 0 ? '' : `<figure>${reportPicture(marks)}</figure>`,
    `<nav aria-label="Contents"><ol>${contents.join('')}</ol></nav>`,
    '<main>',
    ...sections.map(section),
    '</main>',
  ];
  return stillPage({ title: text(title), style: reportStyle, body: body.join('\n') });
}

function section({ heading, whose, about, empty, entries }: ReportSection, index: number): string {
  const content =
    entries.length === 0
      ? `<p class="none">${text(empty)}</p>`
      : `<ol class="entries">${entries.map(entryItem).join('\n')}</ol>`;
  return `<section class="${whose}" id="s${index + 1}"><h2>${text(heading)}</h2><p class="about">${text(about)}</p>\n${content}</section>`;
}

function entryItem({
  timeMs,
  tone,
  title,
  lines = [],
  note,
  facts,
  depth = 0,
  isMarked,
  isBad,
}: ReportEntry): string {
  const classes = [tone, `d${Math.min(depth, deepest)}`, isMarked ? 'marked' : '', isBad ? 'bad' : ''];
  const time = timeMs === undefined ? '' : formatTimeUtc(timeMs);
  const parts = [
    `<h3>${text(title)}</h3>`,
    ...lines.filter((line) => line !== '').map((line) => `<code>${htmlText(line, longestText)}</code>`),
    note === undefined ? '' : `<p class="note">${htmlText(note, longestText)}</p>`,
    factList(facts),
  ];
  return `<li class="${classes.filter((each) => each !== '').join(' ')}"><time>${text(time)}</time><div>${parts.join('')}</div></li>`;
}

function factList(facts: Facts): string {
  if (facts.length === 0) return '';
  const items = facts.map(
    ([label, value]) => `<div><dt>${text(label)}</dt><dd>${htmlText(value, longestText)}</dd></div>`,
  );
  return `<dl>${items.join('')}</dl>`;
}

function text(value: string): string {
  return htmlText(value, longestTitle);
}
