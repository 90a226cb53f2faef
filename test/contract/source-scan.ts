import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** How a module is taken: its types alone, when the file is loaded, or when it is needed. */
export type How = 'types' | 'loads' | 'lazily';

export interface Import {
  /** As written: `../errors/cb-error.ts`, `node:path`, `chalk`. */
  readonly of: string;
  readonly how: How;
}

export interface Source {
  /** Below src/: `verbs/kill.ts`. */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

/** Every source file below src/. */
export function readSources(): readonly Source[] {
  const folder = join(root, 'src');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.ts'))
    .sort()
    .map((path) => {
      const text = readFileSync(join(folder, path), 'utf8');
      return { path, text, imports: importsOf(text) };
    });
}

const statement = /^[ \t]*(?:import|export)\s+(type\s)?(?:[^'"`;()=]*?\sfrom\s*)?['"]([^'"]+)['"]/gm;
const call = /(\btypeof\s+)?\bimport\(\s*(?:['"]([^'"]+)['"]|)/g;

/**
 * Imports by text: the compiler's package has no programming interface. `import { type A }` loads its module, as it does at run time. A
 * call with anything but a literal is given as `?`.
 */
export function importsOf(text: string): readonly Import[] {
  const code = withoutComments(text);
  return [
    ...[...code.matchAll(statement)].map(([, type, of = '']) => ({
      of,
      how: type === undefined ? ('loads' as const) : ('types' as const),
    })),
    ...[...code.matchAll(call)].map(([, type, of = '?']) => ({
      of,
      how: type === undefined ? ('lazily' as const) : ('types' as const),
    })),
  ];
}

/** The text without comments; strings and templates stay. */
export function withoutComments(text: string): string {
  return text.replace(
    /('(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`)|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g,
    (_all, literal: string | undefined) => literal ?? ' ',
  );
}

/** The comments alone, by how their lines begin: no quote in a regular expression can mislead that. */
export function commentsOf(text: string): string {
  return [...text.matchAll(/^\s*(?:\/?\*|\/\/).*$|\s(?:\/\/|\/\*) .*$/gm)].map(([line]) => line).join('\n');
}

/** The text without comments and without what stands in quotes. */
export function codeOnly(text: string): string {
  return withoutComments(text).replace(/'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/g, "''");
}

/** Where a relative import leads, below src/; with `..` in front when it leads out of it. */
export function targetOf(source: Source, of: string): string {
  return posix.join(posix.dirname(source.path), of);
}

export function layerOf(path: string): string {
  return path.split('/')[0] ?? path;
}
