import { EndpointFailure } from '../failure.ts';
import type { ProgramRun } from '../machine.ts';
import type { Registry } from '../registry/registry.ts';
import type { ListedValue, RegistryData } from '../registry/registry-value.ts';

const rootNames: Readonly<Record<string, string>> = {
  HKLM: 'HKEY_LOCAL_MACHINE',
  HKU: 'HKEY_USERS',
  HKCU: 'HKEY_CURRENT_USER',
  HKCR: 'HKEY_CLASSES_ROOT',
  HKCC: 'HKEY_CURRENT_CONFIG',
};

/** `reg query KEY [/s] [/v NAME]`: a key without values has no block of its own, and the total is said where something was looked for. */
export function reg({ args, machine: { registry }, out, err }: ProgramRun): number {
  const [verb, key = ''] = args;
  if (registry === undefined || verb?.toLowerCase() !== 'query') {
    err.text('ERROR: Invalid syntax.\nType "REG /?" for usage.\n');
    return 1;
  }
  const at = args.findIndex((argument) => argument.toLowerCase() === '/v');
  const wanted = at < 0 ? undefined : args[at + 1]?.toLowerCase();
  const isDeep = args.some((argument) => argument.toLowerCase() === '/s');
  const [root = '', ...rest] = key.split('\\');
  const full = [rootNames[root.toUpperCase()] ?? root.toUpperCase(), ...rest].join('\\');
  try {
    const found = blocks(registry, full, wanted, isDeep);
    if (wanted !== undefined && found.length === 0 && !isDeep) throw new EndpointFailure('fileNotFound');
    for (const block of found) out.text(`\n${block}`);
    if (wanted !== undefined) out.text(`\nEnd of search: ${found.length} match(es) found.\n`);
    else if (!isDeep) {
      const below = registry.enumerate(full).sub_keys;
      out.text(`\n${below.map((name) => `${full}\\${name}\n`).join('')}`);
    }
    return wanted !== undefined && found.length === 0 ? 1 : 0;
  } catch (error) {
    if (!(error instanceof EndpointFailure)) throw error;
    err.text('ERROR: The system was unable to find the specified registry key or value.\n');
    return 1;
  }
}

function blocks(registry: Registry, key: string, wanted: string | undefined, isDeep: boolean): string[] {
  const { values, sub_keys } = registry.enumerate(key);
  const shown = values.filter(
    ({ value_name }) => wanted === undefined || value_name.toLowerCase() === wanted,
  );
  const isShown = shown.length > 0 || (isDeep && wanted === undefined);
  return [
    ...(isShown ? [`${key}\n${shown.map(valueLine).join('')}`] : []),
    ...(isDeep ? sub_keys.flatMap((name) => blocks(registry, `${key}\\${name}`, wanted, true)) : []),
  ];
}

function valueLine({ value_name, value_type, value_data }: ListedValue): string {
  return `    ${value_name || '(Default)'}    ${value_type}    ${dataText(value_type, value_data)}\n`;
}

function dataText(type: string, data: RegistryData): string {
  if (typeof data === 'number') return `0x${data.toString(16)}`;
  if (typeof data === 'object' && 'rawJSON' in data) return `0x${BigInt(data.rawJSON).toString(16)}`;
  return typeof data === 'string' ? (type === 'REG_BINARY' ? data.toUpperCase() : data) : data.join('\\0');
}
