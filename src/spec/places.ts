import { CbError } from '../errors/cb-error.ts';
import { isOfRegistry } from '../text/registry-path.ts';
import { patternsOf, type TypedGlob } from '../text/typed-glob.ts';
import { longName } from './names.ts';
import type { Operand, Option } from './params.ts';
import type { Input, Spec } from './spec.ts';

/**
 * Throws `Usage` where a verb for files is given what is in the registry, or would be done where the shell stands, and that is there. Asked
 * before anything is sent; verbs for both take paths of the kinds `itemPath` and `itemGlob`.
 */
export function mustBeOfFiles<C>(spec: Spec<C>, input: Input, isInRegistry: boolean): void {
  for (const [key, param] of Object.entries<Operand | Option>({ ...spec.operands, ...spec.options })) {
    if (param.kind !== 'remotePath' && param.kind !== 'remoteGlob') continue;
    const typed = pathsOf(input[key]).find((path) =>
      isOfRegistry(path, isInRegistry && !isOther(path, param)),
    );
    if (typed !== undefined)
      throw refused(spec, `${typed} is in the registry, and ${spec.name} is for files`, isInRegistry);
  }
  const isSaid = (key: string): boolean => pathsOf(input[key]).length > 0;
  if (!isInRegistry || spec.hereUnless?.some(isSaid) !== false) return;
  const named = spec.hereUnless.filter((key) => key in spec.options).map(longName);
  const error = refused(spec, `${spec.name} works in a directory, and you are in the registry`, isInRegistry);
  throw named.length === 0 ? error : error.reworded({ hint: `${named.join(', ')} names one; ${error.hint}` });
}

/** What to do instead: in the registry, and for a file. */
function refused<C>({ inRegistry = [] }: Spec<C>, message: string, isHere: boolean): CbError {
  const way = isHere ? 'cd C:\\ leads back to files' : ".\\ begins a file's path";
  const there = inRegistry.length === 0 ? [] : [`there it is ${inRegistry.join(' or ')}`];
  return new CbError('Usage', message, { hint: [...there, way].join('; ') });
}

/** A word that may be a pid or hash is no path. */
function isOther(typed: string, { or }: Operand | Option): boolean {
  return or !== undefined && /^\w+$/.test(typed);
}

/** What was typed for an operand or option, braces written out. */
function pathsOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(pathsOf);
  if (typeof value === 'string') return [value];
  return isGlob(value) ? patternsOf(value, 'windows').map(({ typed }) => typed) : [];
}

function isGlob(value: unknown): value is TypedGlob {
  return typeof value === 'object' && value !== null && 'typed' in value;
}
