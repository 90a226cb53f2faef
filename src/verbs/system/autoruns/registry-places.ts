import type { Mark, PartText } from '../../../live/tool-script.ts';
import {
  askedKeys,
  type RegistryTextKey,
  readRegistry,
  registryQueries,
  registryQuery,
} from '../registry-text.ts';
import type { Reading, Section } from '../sections.ts';
import type { Autorun } from './autorun.ts';

interface Place {
  readonly place: string;
  readonly key: RegExp;
  /** Only these of its values; all when not said. */
  readonly values?: RegExp;
  /** The last part of the key says more than the name of the value. */
  readonly isNamedByKey?: boolean;
}

const places: readonly Place[] = [
  {
    place: 'run key',
    key: /\\Microsoft\\Windows\\CurrentVersion\\(?:Run(?:Once|Services|ServicesOnce)?|RunOnceEx(?:\\.*)?|RunOnce\\.*|Policies\\Explorer\\Run)$/i,
  },
  { place: 'policy', key: /\\CurrentVersion\\Policies\\System$/i, values: /^shell$/i },
  {
    place: 'winlogon',
    key: /\\Windows NT\\CurrentVersion\\Winlogon$/i,
    values: /^(?:shell|userinit|taskman|system|vmapplet|ginadll|appsetup|uihost)$/i,
  },
  {
    place: 'winlogon',
    key: /\\Windows NT\\CurrentVersion\\Winlogon\\Notify\\[^\\]+$/i,
    values: /^dllname$/i,
    isNamedByKey: true,
  },
  {
    place: 'windows',
    key: /\\Windows NT\\CurrentVersion\\Windows$/i,
    values: /^(?:load|run|appinit_dlls)$/i,
  },
  {
    place: 'image hijack',
    key: /\\Image File Execution Options\\[^\\]+$/i,
    values: /^(?:debugger|verifierdlls)$/i,
    isNamedByKey: true,
  },
  {
    place: 'silent exit',
    key: /\\SilentProcessExit\\[^\\]+$/i,
    values: /^monitorprocess$/i,
    isNamedByKey: true,
  },
  {
    place: 'active setup',
    key: /\\Active Setup\\Installed Components\\[^\\]+$/i,
    values: /^stubpath$/i,
    isNamedByKey: true,
  },
  { place: 'command processor', key: /\\Microsoft\\Command Processor$/i, values: /^autorun$/i },
  { place: 'netsh', key: /\\Microsoft\\NetSh$/i },
  { place: 'lsa', key: /\\Control\\Lsa$/i, values: /^(?:authentication|security|notification) packages$/i },
  { place: 'boot', key: /\\Session Manager$/i, values: /^(?:bootexecute|setupexecute|execute)$/i },
  { place: 'app cert dll', key: /\\Session Manager\\AppCertDlls$/i },
  { place: 'print monitor', key: /\\Print\\Monitors\\[^\\]+$/i, values: /^driver$/i, isNamedByKey: true },
  { place: 'logon script', key: /^HKEY_USERS\\[^\\]+\\Environment$/i, values: /^userinitmprlogonscript$/i },
  { place: 'screen saver', key: /\\Control Panel\\Desktop$/i, values: /^scrnsave\.exe$/i },
  {
    place: 'service dll',
    key: /\\Services\\[^\\]+(?:\\Parameters)?$/i,
    values: /^servicedll$/i,
    isNamedByKey: true,
  },
];

const version = 'Microsoft\\Windows\\CurrentVersion';
const ntVersion = 'Microsoft\\Windows NT\\CurrentVersion';
const control = 'HKLM\\SYSTEM\\CurrentControlSet\\Control';

/** `flat` ones are asked for themselves, and for which keys they have: what is not in such a list is not there. */
const machineKeys = {
  flat: [
    'HKLM\\SOFTWARE',
    ...['HKLM\\SOFTWARE', 'HKLM\\SOFTWARE\\WOW6432Node'].flatMap((root) =>
      ['Microsoft', version, ntVersion, `${ntVersion}\\Windows`, 'Microsoft\\Command Processor'].map(
        (key) => `${root}\\${key}`,
      ),
    ),
    'HKLM\\SOFTWARE\\Microsoft\\NetSh',
    `${control}`,
    `${control}\\Lsa`,
    `${control}\\Session Manager`,
    `${control}\\Session Manager\\AppCertDlls`,
    `${control}\\Print`,
  ],
  deep: [
    ...['HKLM\\SOFTWARE', 'HKLM\\SOFTWARE\\WOW6432Node'].flatMap((root) =>
      [
        ...['Run', 'RunOnce', 'RunOnceEx', 'RunServices', 'RunServicesOnce', 'Policies'].map(
          (key) => `${version}\\${key}`,
        ),
        ...['Winlogon', 'Image File Execution Options', 'SilentProcessExit'].map(
          (key) => `${ntVersion}\\${key}`,
        ),
        'Microsoft\\Active Setup\\Installed Components',
      ].map((key) => `${root}\\${key}`),
    ),
    `${control}\\Print\\Monitors`,
  ],
};

const userKeys = {
  flat: [
    'Software\\Microsoft',
    `Software\\${version}`,
    `Software\\${ntVersion}`,
    `Software\\${ntVersion}\\Windows`,
    'Software\\Microsoft\\Command Processor',
    'Environment',
    'Control Panel',
    'Control Panel\\Desktop',
  ],
  deep: [
    ...['Run', 'RunOnce', 'Policies'].map((key) => `Software\\${version}\\${key}`),
    `Software\\${ntVersion}\\Winlogon`,
  ],
};

export const registrySections: readonly Section<Autorun>[] = [
  registrySection('registry', (mark) => registryQueries(mark, machineKeys)),
  registrySection('users', (mark) => {
    const own = registryQuery(mark, '%s');
    return `for /f "delims=" %s in ('reg.exe query HKU') do (${own}&${registryQueries(mark, userKeys, '%s\\')})`;
  }),
  registrySection('servicedlls', (mark) =>
    registryQuery(mark, 'HKLM\\SYSTEM\\CurrentControlSet\\Services', ' /s /v ServiceDll'),
  ),
];

function registrySection(name: string, line: Section<Autorun>['line']): Section<Autorun> {
  return {
    name,
    line,
    read: (part, mark) => readSection(name, part, mark),
  };
}

function readSection(name: string, { text }: PartText, mark: Mark): Reading<Autorun> {
  const asked = askedKeys(text, mark);
  if (asked.length === 0) return { rows: [], unread: [`${name}: not read: reg.exe told nothing`] };
  const found = readRegistry(text, mark);
  if (found === undefined)
    return { rows: [], unread: [`${name}: not read: reg.exe prints a form that is not known`] };
  // One hive by two names.
  const isDouble = ({ path }: RegistryTextKey) =>
    /^HKEY_USERS\\\.DEFAULT(?:\\|$)/i.test(path) && found.state('HKEY_USERS\\S-1-5-18') === 'read';
  return {
    rows: [...found.keys.values()].filter((key) => !isDouble(key)).flatMap(rowsOf),
    unread: asked.filter((key) => found.state(key) === 'unread').map((key) => `not read: ${key}`),
  };
}

function rowsOf({ path, values }: RegistryTextKey): readonly Autorun[] {
  return places
    .filter(({ key }) => key.test(path))
    .flatMap(({ place, values: wanted, isNamedByKey }) =>
      values
        .filter(({ name, data }) => name === '' || ((wanted?.test(name) ?? true) && !isUnset(name, data)))
        .map(({ name, data }) => ({
          place,
          name: isNamedByKey === true ? (/([^\\]+)(?:\\Parameters)?$/i.exec(path)?.[1] ?? '') : name,
          runs: data,
          account: /^HKEY_USERS\\([^\\]+)/.exec(path)?.[1],
          source: path,
        })),
    );
}

/** Nothing, or `(Default)    REG_SZ    (value not set)` in the language of the system. */
function isUnset(name: string, data: string): boolean {
  return data.trim() === '' || (/^\(.*\)$/.test(name) && /^\(.*\)$/.test(data));
}
