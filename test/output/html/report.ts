import type { ReportEntry, ReportPage } from '../../../src/ports/pages.ts';

/** What a host, a file or an analyst may be called, by somebody who wants to be more than text. */
export const hostile: readonly string[] = [
  '<script>alert(1)</script><img src=x onerror=alert(2)>',
  '"\'><svg onload=alert(3)>',
  '</title></style><script>alert(4)</script>',
  '&lt;b&gt; &#60;i&#62;',
  '\u202egpj.exe\u202c zero\u200bwidth \u001b[31mred',
  '# heading\n## another\n\n- item\n1. one\n> quote\n---\n===',
  '- [ ] task',
  '[a](javascript:alert(5)) ![b](https://c.example/d.png) <https://e.example>',
  '`code` **bold** __under__ ~~gone~~ | cell | $x$ @somebody www.f.example https://g.example',
  '```\nfence\n```',
  '&nbsp;&copy;',
  'x'.repeat(2000),
];

const atMs = Date.parse('2024-05-14T09:30:00Z');

const entry = (text: string, index: number): ReportEntry => ({
  timeMs: atMs + index * 600_000,
  tone: 'seen',
  title: text,
  lines: [text, `cmd.exe /c ${text}`],
  note: text,
  facts: [
    ['host', text],
    [text, 'x'],
  ],
  depth: index,
  isMarked: index % 2 === 0,
});

export const hostileReport: ReportPage = {
  title: hostile[2] ?? '',
  subtitle: hostile.join(' '),
  facts: hostile.map((text) => [text, text] as const),
  marks: hostile.flatMap((label, index) =>
    (['seen', 'alert', 'taken', 'changed', 'noted'] as const).map((tone) => ({
      tone,
      timeMs: atMs + index * 600_000 + (index > 5 ? 864e5 : 0),
      label,
    })),
  ),
  sections: [
    {
      heading: 'What was seen',
      whose: 'intruder',
      about: 'Of hosts that call themselves oddly.',
      empty: 'Nothing.',
      entries: hostile.map(entry),
    },
    {
      heading: hostile[0] ?? '',
      whose: 'analyst',
      about: hostile[5] ?? '',
      empty: hostile[0] ?? '',
      entries: [],
    },
  ],
};
