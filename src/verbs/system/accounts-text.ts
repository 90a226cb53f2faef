import { blocksOf, cutAt } from './text-forms.ts';

export interface SystemAccount {
  readonly name: string;
  /** SID on Windows, else the uid. */
  readonly id: string;
  readonly fullName: string;
  /** Undefined where the tool does not say. */
  readonly isDisabled?: boolean;
  readonly home?: string;
  readonly shell?: string;
}

/** `name:x:uid:gid:full name:home:shell` */
export function readPasswd(text: string): readonly SystemAccount[] | undefined {
  const all: SystemAccount[] = [];
  for (const line of text.trimEnd().split('\n')) {
    const [name = '', , id = '', gid = '', fullName = '', home = '', shell, more] = line.split(':', 8);
    if (name === '' || shell === undefined || more !== undefined || !isId(id) || !isId(gid)) return undefined;
    all.push({ name, id, fullName, home, shell });
  }
  return all;
}

const directoryFields = ['name', 'password', 'uid', 'gid', 'dir', 'shell', 'gecos'];

/** Blocks of `field: value`. */
export function readDscacheutil(text: string): readonly SystemAccount[] | undefined {
  const all: SystemAccount[] = [];
  for (const block of blocksOf(text)) {
    const fields = new Map<string, string>();
    for (const line of block) {
      const [field = '', value = ''] = cutAt(line, ':') ?? [];
      if (!directoryFields.includes(field) || fields.has(field)) return undefined;
      fields.set(field, value.trim());
    }
    const [name, id] = [fields.get('name') ?? '', fields.get('uid') ?? ''];
    if (name === '' || !isId(id)) return undefined;
    const [fullName = '', home = '', shell = ''] = ['gecos', 'dir', 'shell'].map((field) =>
      fields.get(field),
    );
    all.push({ name, id, fullName, home, shell });
  }
  return all.length > 0 ? all : undefined;
}

/** macOS has negative ones. */
function isId(text: string): boolean {
  return /^-?\d{1,10}$/.test(text);
}
