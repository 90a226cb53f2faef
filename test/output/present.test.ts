import { describe, expect, it } from 'vitest';
import { CbError } from '../../src/errors/cb-error.ts';
import { kindOf, presentError } from '../../src/output/present.ts';
import { loadStyle } from '../../src/output/style.ts';

const offline = new CbError('Offline', 'sensor 10 did not check in', {
  hint: 'last seen 3d ago',
  context: { sensor_id: 10, kind: 'none', exit: 0 },
  cause: new Error('no answer', { cause: 'a wire' }),
});

const plain = { program: 'cblr', mode: 'table', debug: false } as const;

describe('presentError', () => {
  it('says what failed and what to do', () => {
    expect(presentError(offline, plain)).toBe('cblr: sensor 10 did not check in\nhint: last seen 3d ago\n');
  });

  it('names no program inside the shell', () => {
    expect(presentError(new CbError('NotFound', 'no such file'), { mode: 'tsv', debug: false })).toBe(
      'no such file\n',
    );
  });

  it('escapes what a sensor or server said', () => {
    const error = new CbError('ServerError', 'server: \x1b[2J\nhint: run rm', { hint: 'a\u202Eb' });
    expect(presentError(error, plain)).toBe(
      'cblr: server: \\u{1b}[2J\\u{a}hint: run rm\nhint: a\\u{202e}b\n',
    );
  });

  it('is red in colour', async () => {
    const style = await loadStyle(1);
    expect(presentError(offline, { ...plain, style })).toBe(
      'cblr: \x1b[31msensor 10 did not check in\x1b[39m\n\x1b[2mhint: \x1b[22mlast seen 3d ago\n',
    );
  });

  it('is one JSON object on one line, with the context but never against it', () => {
    for (const mode of ['json', 'ndjson'] as const) {
      expect(presentError(offline, { ...plain, mode })).toBe(
        '{"error":{"kind":"Offline","message":"sensor 10 did not check in","hint":"last seen 3d ago","exit":5,"sensor_id":10}}\n',
      );
    }
    expect(presentError(new CbError('Usage', 'a\u202e\x9b'), { ...plain, mode: 'json' })).toBe(
      '{"error":{"kind":"Usage","message":"a\\u202e\\u009b","exit":2}}\n',
    );
  });

  it('asks for a report of what is not ours, and shows no stack', () => {
    expect(presentError(new TypeError('x is not a function'), plain)).toBe(
      'cblr: unexpected failure: TypeError: x is not a function\nhint: this is a fault of the program: please report it, with what --debug shows\n',
    );
  });

  it('shows stack and causes with --debug, and ends where they run in a circle', () => {
    const shown = presentError(offline, { ...plain, debug: true });
    expect(shown).toMatch(/\n {2}at .*present\.test\.ts/);
    expect(shown).toContain('\ncaused by Error: no answer\n');
    expect(shown).toMatch(/\ncaused by a wire\n$/);
    const circle = new Error('circle');
    circle.cause = circle;
    expect(presentError(circle, { ...plain, debug: true }).match(/circle/g)).toHaveLength(1);
  });

  it.each([[undefined], [null], ['text'], [42], [Object.create(null)], [new Error('')]])(
    'has words for %j thrown',
    (thrown) => {
      expect(presentError(thrown, plain)).toMatch(/^cblr: unexpected failure: \S.*\nhint: .*\n$/);
    },
  );

  it('lists the first of several failures', () => {
    const many = new AggregateError(
      Array.from({ length: 7 }, (_, i) => new CbError('Offline', `sensor ${i}`)),
    );
    expect(presentError(many, plain)).toBe(
      'cblr: 7 failures\n  - sensor 0\n  - sensor 1\n  - sensor 2\n  - sensor 3\n  - sensor 4\n  - and 2 more\n',
    );
  });
});

it.each([
  [offline, 'Offline'],
  [new DOMException('stopped', 'AbortError'), 'Interrupted'],
  [new AggregateError([offline, offline]), 'Offline'],
  [new AggregateError([offline, new CbError('Auth', 'x')]), 'Partial'],
  [new AggregateError([offline, new Error('x')]), 'Bug'],
  [new AggregateError([]), 'Bug'],
  ['text', 'Bug'],
] as const)('kindOf(%s) is %s', (error, kind) => {
  expect(kindOf(error)).toBe(kind);
});
