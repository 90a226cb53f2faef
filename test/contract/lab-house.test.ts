import { describe, expect, test } from 'vitest';
import { readSources } from './source-scan.ts';

const lab = readSources().filter(({ path }) => path.startsWith('lab/'));
const routes = lab.filter(({ path }) => path.startsWith('lab/routes/'));

describe('the house of the lab', () => {
  test('has nothing but routes in routes/ (else: what others need lives with its noun)', () => {
    expect(routes.length).toBeGreaterThan(25);
    const exported = routes.flatMap(({ path, text }) =>
      [...text.matchAll(/^export (?:(?:async )?function |const |class |interface |type |)([\w{* ]+)/gm)].map(
        ([, name]) => `${path}: ${name}`,
      ),
    );
    expect(exported.filter((line) => !/: \w+Routes$/.test(line))).toEqual([]);
  });

  test('is put together in one place: start.ts alone makes a world, gives it to the app and listens', () => {
    const loading = (of: string) =>
      lab
        .filter(({ imports }) => imports.some((each) => each.of === of && each.how === 'loads'))
        .map(({ path }) => path);
    expect(loading('./server/app.ts')).toEqual(['lab/start.ts']);
    expect(
      lab.filter(({ text }) => /\bmakeWorld\(options, data|\.listen\(/.test(text)).map(({ path }) => path),
    ).toEqual(['lab/start.ts']);
  });
});
