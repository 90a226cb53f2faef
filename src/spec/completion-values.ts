import { isCbError } from '../errors/cb-error.ts';
import { escapeLine } from '../text/escape.ts';
import { isOfRegistry, registryRoots } from '../text/registry-path.ts';
import type { CompletionPoint } from './completion-point.ts';
import type { Operand, Option, ParamKind } from './params.ts';
import type { Spec } from './spec.ts';

/** Candidates for a word being typed; paths end in a separator where they are folders. */
export type CompletionProvider = (
  word: string,
  signal: AbortSignal,
  /** Those that stand before the word. */
  operands: readonly string[],
) => Promise<readonly string[]> | readonly string[];

/** By kind of operand or option; where a kind has none, its nearest relative serves (a glob is completed as a path). */
export type CompletionProviders = { readonly [K in ParamKind]?: CompletionProvider };

export interface ValueSources {
  readonly providers: CompletionProviders;
  /** Where paths begin that do not say it. */
  readonly isInRegistry?: boolean | undefined;
  /** When it is aborted there are no candidates, whatever a provider does. */
  readonly signal: AbortSignal;
}

export interface Values {
  /** What stands before the values in the word, and stays: `--name=`, `a,b,` of a list. */
  readonly lead: string;
  readonly values: readonly string[];
}

const relatives: Partial<Record<ParamKind, ParamKind>> = {
  remoteGlob: 'remotePath',
  process: 'pid',
  pid: 'process',
};

type ValuePoint = Extract<CompletionPoint, { what: 'value' }>;

/** What can stand at the point: choices, what the command knows itself, and what the providers of its kinds know. */
export async function valuesAt(point: ValuePoint, sources: ValueSources): Promise<Values> {
  const { param, spec, key, word, operands } = point;
  const lead = point.lead + listLead(param, word.text.slice(point.lead.length));
  const typed = word.text.slice(lead.length);
  if (param.choices !== undefined) {
    const taken = lead.slice(lead.indexOf('=') + 1).split(',');
    return { lead, values: startingWith(param.choices, typed).filter((choice) => !taken.includes(choice)) };
  }
  const kinds = param.or === undefined ? [param.kind] : [param.kind, param.or];
  const provided = await Promise.all(kinds.map((kind) => provide(kind, typed, point, sources)));
  const own = spec?.complete?.[key]?.(typed, operands) ?? param.proposes ?? fieldsFor(key, spec);
  return { lead, values: harmless([...provided.flat(), ...startingWith(own, typed)]) };
}

/** `a,b,` of `a,b,c`: a list is completed item by item. */
function listLead(param: Operand | Option, value: string): string {
  return param.kind === 'list' ? value.slice(0, value.lastIndexOf(',') + 1) : '';
}

async function provide(
  kind: ParamKind,
  typed: string,
  { param, operands }: Pick<ValuePoint, 'param' | 'operands'>,
  { providers, signal, isInRegistry = false }: ValueSources,
): Promise<readonly string[]> {
  const isOf = isOfRegistry(typed, isInRegistry);
  const ask = async (wanted: ParamKind): Promise<readonly string[]> => {
    const related = relatives[wanted];
    const provider = providers[wanted] ?? (related === undefined ? undefined : providers[related]);
    return await attempt(signal, () => provider?.(typed, signal, operands));
  };
  switch (kind) {
    case 'remotePath':
    case 'remoteGlob':
      return isOf ? [] : sortedPaths(await ask(kind), param);
    case 'itemPath':
    case 'itemGlob': {
      if (isOf) return sortedPaths(await ask('regValue'), param);
      // What may be a root is one beside the files.
      const isBegun = typed !== '' && registryRoots.some((root) => beginsWith(root, typed));
      return sortedPaths([...(isBegun ? await ask('regValue') : []), ...(await ask('remotePath'))], param);
    }
    case 'regKey':
      return sortedPaths((await ask('regValue')).filter(isFolder), param);
    case 'regValue':
    case 'localPath':
      return sortedPaths(await ask(kind), param);
    default:
      return startingWith(await ask(kind), typed);
  }
}

/** By name, without regard to case. Their providers decide what fits (a drive letter in another case, `~`). Where a folder is meant there are only folders; a lone link may be one, too. */
function sortedPaths(found: readonly string[], param: Operand | Option): readonly string[] {
  const folders = param.isFolder === true ? found.filter(isFolder) : [];
  const keyed = (folders.length > 0 ? folders : found).map((path) => ({
    path,
    key: path.replace(/[\\/]$/, '').toLowerCase(),
  }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return keyed.map(({ path }) => path);
}

function isFolder(path: string): boolean {
  return /[\\/]$/.test(path);
}

/** What `get` gives; nothing where it fails as things do, or does not settle before the signal is aborted. A fault of ours is thrown. */
async function attempt(
  signal: AbortSignal,
  get: () => ReturnType<CompletionProvider> | undefined,
): Promise<readonly string[]> {
  if (signal.aborted) return [];
  const { promise, resolve } = Promise.withResolvers<readonly string[]>();
  const stop = (): void => resolve([]);
  signal.addEventListener('abort', stop, { once: true });
  try {
    return (await Promise.race([get(), promise])) ?? [];
  } catch (error) {
    if (isCbError(error) || signal.aborted) return [];
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function startingWith(values: readonly string[], typed: string): readonly string[] {
  const start = typed.toLowerCase();
  return values.filter((value) => value.toLowerCase().startsWith(start));
}

function beginsWith(value: string, typed: string): boolean {
  return startingWith([value], typed).length > 0;
}

/** Names come from a sensor or server: one that is not plain text on one line cannot be typed safely, so it is not offered. */
function harmless(values: readonly string[]): readonly string[] {
  return [...new Set(values)].filter((value) => value !== '' && escapeLine(value) === value);
}

/** Of the result, where the option names some of it. */
function fieldsFor(key: string, spec: Pick<Spec<never>, 'fields'> | undefined): readonly string[] {
  if (key !== 'fields' && key !== 'sort') return [];
  const names = spec?.fields?.().map(({ field }) => field) ?? [];
  return key === 'fields' && names.length > 0 ? ['help', ...names] : names;
}
