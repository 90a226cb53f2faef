import { describe, expect, test } from 'vitest';
import { reportPage } from '../../../src/output/html/report-page.ts';
import { stretches, xOf } from '../../../src/output/html/report-time-axis.ts';
import type { ReportPage } from '../../../src/ports/pages.ts';
import { reportMarkdown } from '../../../src/views/report-markdown.ts';
import { hostileReport } from './report.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const room = { from: 100, to: 1000 };

describe('the axis of a report', () => {
  test('leaves out what lies between, and keeps the order of moments', () => {
    const times = [0, minute, 5 * minute, 3 * day, 3 * day + 20 * minute, 9 * day];
    const axis = stretches(times, room);
    expect(axis.map(({ fromMs, toMs }) => [fromMs, toMs])).toEqual([
      [0, 5 * minute],
      [3 * day, 3 * day + 20 * minute],
      [9 * day, 9 * day],
    ]);
    const places = times.map((time) => xOf(axis, time));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places[0]).toBe(100);
    for (const place of places) expect(place).toBeLessThanOrEqual(1000);
  });

  test.each([
    ['one moment', [5]],
    ['one moment many times', [5, 5, 5]],
    ['a hundred days, each with a moment', Array.from({ length: 100 }, (_, number) => number * day)],
  ])('has a place for %s', (_what, times) => {
    const axis = stretches(times, room);
    expect(axis.length).toBeLessThanOrEqual(6);
    for (const time of times) {
      expect(xOf(axis, time)).toBeGreaterThanOrEqual(100);
      expect(xOf(axis, time)).toBeLessThanOrEqual(1000);
    }
  });
});

describe('a report', () => {
  test('of nothing is a page that says so', () => {
    const empty: ReportPage = {
      title: 'x',
      subtitle: '',
      facts: [],
      marks: [],
      sections: [
        {
          ...hostileReport.sections[0],
          heading: 'h',
          whose: 'nobody',
          about: '',
          empty: 'Nothing.',
          entries: [],
        },
      ],
    };
    expect(reportPage(empty)).toContain('Nothing.');
    expect(reportPage(empty)).not.toContain('<svg');
  });

  test('has one policy, which allows its style alone', () => {
    const html = reportPage(hostileReport);
    expect(html.match(/<meta http-equiv="Content-Security-Policy"[^>]*>/g)).toHaveLength(1);
    expect(html).toMatch(
      /content="default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'"/,
    );
    expect(html).not.toMatch(/<script|<img| style=/);
  });

  test('is as bounded in Markdown as on the page, however long a text is', () => {
    const title = 'x'.repeat(5_000_000);
    const entry = {
      ...hostileReport.sections[0]?.entries[0],
      title,
      lines: [title],
      note: title,
      facts: [['a', title]],
    };
    const page = {
      title,
      subtitle: title,
      facts: [],
      sections: [{ ...hostileReport.sections[0], entries: [entry] }],
    };
    const markdown = reportMarkdown(page as unknown as ReportPage);
    expect(markdown.length).toBeLessThan(7 * 34_000);
    expect(markdown).toContain('x… (5000000 characters)');
  });

  test('is Markdown in which what is hostile stays text, on its line', () => {
    const markdown = reportMarkdown(hostileReport);
    expect(markdown).not.toMatch(/[<>\u202e\u200b\u001b]/);
    // Every line is one of ours: a heading, a sentence, or an entry.
    for (const line of markdown.split('\n')) expect(line).toMatch(/^(?:#{1,2} \S|\s*- \S|\S|$)/);
    expect(markdown.match(/^#/gm)).toHaveLength(1 + hostileReport.sections.length);
    const unescaped = markdown.replaceAll(/\\[\\`*_[\]|~$@:.#+-]/g, '');
    expect(unescaped).not.toMatch(/[`[\]|~$@]|https?:\/\/|www\./);
    // What is bold is what is marked.
    for (const bold of unescaped.match(/\*+/g) ?? []) expect(bold).toBe('**');
  });
});
