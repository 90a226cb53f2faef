import { expect, test } from 'vitest';
import { codeOnly, layerOf, readSources } from './source-scan.ts';

/** What makes an error, and what shows it. */
const mayRead = (path: string) => layerOf(path) === 'errors' || path === 'output/present.ts';

const errorNames = String.raw`\w*(?:error|cause|fault|problem|refusal|failure|failed|lost|reason)`;
const reads = [
  // error.context, error?.context, (error as CbError).context
  new RegExp(String.raw`\b${errorNames}(?:\s+as\s+\w+)?\)?\??\.context\b`, 'gi'),
  // anything.context['status']
  /\.context\??(?:\.\s*)?\[/g,
  // const { context } = error
  new RegExp(String.raw`\{[^{}]*\bcontext\b[^{}]*\}\s*=\s*${errorNames}\b`, 'gi'),
];

function readsOf(text: string): readonly string[] {
  const code = codeOnly(text);
  return reads.flatMap((form) => code.match(form) ?? []);
}

test('the scan sees every way of reading the context of an error', () => {
  for (const line of [
    "if (error.context['status'] === 404) return;",
    'return cause?.context.status;',
    'const { message, context } = lookError;',
    '(error as CbError).context.path',
    "thing.context?.['x']",
  ])
    expect(readsOf(line), line).not.toEqual([]);
  for (const line of [
    'deps.context(run)',
    'throw new CbError(kind, words, { context: { path } })',
    '...context.writes',
  ])
    expect(readsOf(line), line).toEqual([]);
});

test('nobody reads the context of an error but who makes it and who shows it', () => {
  const found = readSources()
    .filter(({ path }) => layerOf(path) !== 'lab' && !mayRead(path))
    .flatMap(({ path, text }) => readsOf(text).map((read) => `src/${path}: ${read}`));
  const remedy =
    'what a caller decides by is a field of a class in src/errors (ServerFault, ReplyFault ...), and reworded() keeps it';
  expect(found, remedy).toEqual([]);
});
