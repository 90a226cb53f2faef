import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCbrc } from '../../src/config/cbrc.ts';
import { putSection, removeSection, setUse } from '../../src/config/cbrc-edit.ts';

const file = [
  '# our servers',
  '',
  '[prod]',
  '; do not touch',
  'url: https://edr.example.net',
  'token = old',
  '  continued',
  'colour = red',
  '',
  '# the lab',
  '[lab]',
  'url = https://127.0.0.1:8443',
  '',
].join('\n');

describe('putting a section', () => {
  test('into no file makes one', () => {
    expect(putSection('', 'prod', { url: 'https://a', token: 't' })).toBe(
      '[prod]\nurl = https://a\ntoken = t\n',
    );
  });

  test('that is new adds it at the end', () => {
    expect(putSection('[a]\nurl = u', 'b', { url: 'v' })).toBe('[a]\nurl = u\n\n[b]\nurl = v\n');
  });

  test('that is there keeps comments, order and unknown keys', () => {
    expect(putSection(file, 'prod', { token: 'new', ssl_pin: 'AA:BB', url: undefined })).toBe(
      [
        '# our servers',
        '',
        '[prod]',
        '; do not touch',
        'token = new',
        'colour = red',
        'ssl_pin = AA:BB',
        '',
        '# the lab',
        '[lab]',
        'url = https://127.0.0.1:8443',
        '',
      ].join('\n'),
    );
  });

  test('keeps Windows line ends', () => {
    expect(putSection('[a]\r\nurl = u\r\n', 'a', { url: 'v', label: 'L' })).toBe(
      '[a]\r\nurl = v\r\nlabel = L\r\n',
    );
  });

  test.each(['DEFAULT', '', 'a]b', 'a\nb', ' a'])('refuses the name %j', (name) => {
    expect(() => putSection('', name, {})).toThrow(/cannot name a profile/);
  });

  test.each(['a\nurl = evil', ' a', 'a\r', 'b\u0000'])(
    'refuses the value %j, without repeating it',
    (value) => {
      expect(() => putSection('', 'a', { token: value })).toThrow(/^the value of token cannot be written/);
    },
  );

  test('gives back what was put, for any values and any number of edits', () => {
    const line = fc
      .string({ maxLength: 20 })
      .filter((text) => text === text.trim() && !/[\r\n\u0000]/.test(text));
    const name = fc.stringMatching(/^[a-z][a-z.:-]{0,6}$/);
    const edit = fc.record({ name, url: line, token: fc.option(line, { nil: undefined }) });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), (edits) => {
        let text = '# head\n';
        for (const { name: section, url, token } of edits) text = putSection(text, section, { url, token });
        const last = edits.at(-1);
        const found = parseCbrc(text, 'x', { allowUse: true }).sections.find(
          (each) => each.name === last?.name,
        );
        expect(found?.values.get('url')?.value).toBe(last?.url);
        expect(found?.values.get('token')?.value).toBe(last?.token);
        expect(text.startsWith('# head\n')).toBe(true);
      }),
    );
  });
});

test.each(['a\u2028b', 'a\u0085b', 'a\u000bb', '= x', '[y]', 'a # b', '\u3000x'])(
  'a value such as %j reads back as it was written, or is refused',
  (label) => {
    let after: string;
    try {
      after = putSection(file, 'lab', { label });
    } catch (error) {
      expect(error).toMatchObject({ kind: 'Usage' });
      return;
    }
    const read = parseCbrc(after, 'f', { allowUse: true }).sections.find(({ name }) => name === 'lab');
    expect(read?.values.get('label')?.value).toBe(label);
  },
);

test('any value of one line reads back, or is refused', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (label) => {
      try {
        expect(settingIn(putSection('[a]\nurl = u\n', 'a', { label }), 'a')).toBe(label);
      } catch (error) {
        expect(error).toMatchObject({ kind: 'Usage' });
      }
    }),
  );
});

function settingIn(text: string, section: string): string | undefined {
  return parseCbrc(text, 'f')
    .sections.find(({ name }) => name === section)
    ?.values.get('label')?.value;
}

describe('removing a section', () => {
  test('leaves the comment of the next one', () => {
    expect(removeSection(file, 'prod')).toBe(
      ['# our servers', '', '# the lab', '[lab]', 'url = https://127.0.0.1:8443', ''].join('\n'),
    );
  });

  test('takes the last one to the end of the file', () => {
    expect(removeSection('[a]\nurl = u\n[b]\nurl = v\n# end\n', 'b')).toBe('[a]\nurl = u\n');
  });

  test('takes the use that names it along', () => {
    expect(removeSection('use = b\n[a]\nurl = u\n[b]\nurl = v\n', 'b')).toBe('[a]\nurl = u\n');
  });

  test('that is not there changes nothing', () => {
    expect(removeSection(file, 'nope')).toBe(file);
  });

  test('ends at [DEFAULT]', () => {
    expect(removeSection('[a]\nurl = u\n[DEFAULT]\ntimeout = 5s\n', 'a')).toBe('[DEFAULT]\ntimeout = 5s\n');
  });
});

describe('choosing a profile', () => {
  test('writes use above everything', () => {
    expect(setUse(file, 'lab')).toBe(`use = lab\n\n${file}`);
  });

  test('replaces the one before, where it stands', () => {
    expect(setUse('# head\nuse = a\n\n[a]\n[b]\n', 'b')).toBe('# head\nuse = b\n\n[a]\n[b]\n');
  });

  test('can be taken back', () => {
    expect(setUse('use = a\n[a]\n', undefined)).toBe('[a]\n');
  });
});
