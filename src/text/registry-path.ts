import type { PatternPaths } from './typed-glob.ts';

const longRoots: Readonly<Record<string, string>> = {
  HKLM: 'HKEY_LOCAL_MACHINE',
  HKCU: 'HKEY_CURRENT_USER',
  HKU: 'HKEY_USERS',
  HKCR: 'HKEY_CLASSES_ROOT',
  HKCC: 'HKEY_CURRENT_CONFIG',
};

/** As they are offered for typing. */
export const registryRoots: readonly string[] = Object.keys(longRoots).map((root) => `${root}\\`);

/** Of a key's name, by Windows' own limit. */
const longestKeyName = 255;

/** The long name of a root in either of its names, in any case; undefined for what is none. */
export function rootNamed(name: string): string | undefined {
  const upper = name.toUpperCase();
  return Object.entries(longRoots).find((names) => names.includes(upper))?.[1];
}

/** A root with `\` or `:\` behind it, or `:` alone: `HKLM` and `.\HKLM\x` are files. */
export function isRegistryPath(typed: string): boolean {
  return rootOf(typed) !== undefined;
}

/** The same for what is typed where the shell stands in the registry: there all is of it but a drive or share. */
export function isOfRegistry(typed: string, isHere: boolean): boolean {
  return isRegistryPath(typed) || (isHere && !/^(?:[A-Za-z]:|\\\\)/.test(typed));
}

/** `HKLM\SOFTWARE` of `HKEY_LOCAL_MACHINE\SOFTWARE`: as it is shown and typed. */
export function shortKey(path: string): string {
  const { root, parts } = registryPaths.split(path);
  const short = Object.keys(longRoots).find((name) => longRoots[name] === root) ?? root;
  return `${short}\\${parts.join('\\')}`;
}

/** True for what can be one key below another, and is no word for another place. */
export function isKeyName(name: string): boolean {
  return !name.includes('\\') && !/^\.{0,2}$/.test(name) && name.length <= longestKeyName;
}

/**
 * Rules of whole paths in the registry, with their root by its long name: `\` alone separates, as `/` is a plain character of names. What is
 * typed goes up by `..`; what a sensor called so stays what it is.
 */
export const registryPaths: PatternPaths = {
  style: 'windows',
  separator: '\\',
  resolve(key, typed) {
    const own = rootOf(typed);
    if (own !== undefined) return whole(own.root, [], own.rest);
    const { root, parts } = registryPaths.split(key);
    return typed.startsWith('\\') ? whole(root, [], typed) : whole(root, parts, typed);
  },
  join: (key, name) => `${key}\\${name}`,
  split(path) {
    const [root = '', ...parts] = path.split('\\');
    return { root, parts };
  },
};

function rootOf(typed: string): { readonly root: string; readonly rest: string } | undefined {
  const [begin = '', name = ''] = /^([a-z_]{3,20})(?::?\\|:$)/i.exec(typed) ?? [];
  const root = rootNamed(name);
  return root === undefined ? undefined : { root, rest: typed.slice(begin.length) };
}

function whole(root: string, from: readonly string[], typed: string): string {
  const parts = [...from];
  for (const part of typed.split('\\')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return [root, ...parts].join('\\');
}
