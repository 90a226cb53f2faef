import { expect, test } from 'vitest';
import { layerOf, readSources, withoutComments } from './source-scan.ts';

const declared =
  /^export (?:declare )?(?:abstract )?(?:async )?(?:function\*?|const|let|class|interface|type|enum) (\w+)/gm;
const handedOn = /^export (?:type )?\{([^}]*)\}/gm;

/** The names that a module exports, its own and those of others. */
function exportsOf(text: string): readonly string[] {
  const code = withoutComments(text);
  return [
    ...[...code.matchAll(declared)].map(([, name = '']) => name),
    ...[...code.matchAll(handedOn)].flatMap(([, list = '']) =>
      list
        .split(',')
        .map((part) => part.trim().split(/\s+/).at(-1) ?? '')
        .filter((name) => name !== ''),
    ),
  ];
}

/** The lab is a program of its own, and the pages run in a browser: neither shares a reader's search with the rest. */
const apart = new Set(['lab', 'pages']);

test('a name that is exported means one thing', () => {
  const places = new Map<string, string[]>();
  for (const { path, text } of readSources()) {
    if (apart.has(layerOf(path)) || path.endsWith('.d.ts')) continue;
    for (const name of exportsOf(text)) places.set(name, [...(places.get(name) ?? []), `src/${path}`]);
  }
  expect(places.size).toBeGreaterThan(500);
  const twice = [...places]
    .filter(([, paths]) => paths.length > 1)
    .map(([name, paths]) => `${name}: ${paths.join(', ')}`);
  expect(
    twice,
    'a name that two modules export: give one of them a name of its own, or, where both are one thing, export it from one module and import it from there',
  ).toEqual([]);
});

test('the scan sees every form of an export', () => {
  const text = `export const a = 1; // export const no = 1;
export async function* b() {}
export abstract class C {}
export type D = 1;
export interface E {}
export type { F, type G as H } from './f.ts';
export { i as j };
/* export const no = 1; */`;
  expect(exportsOf(text)).toEqual(['a', 'b', 'C', 'D', 'E', 'F', 'H', 'j']);
});
