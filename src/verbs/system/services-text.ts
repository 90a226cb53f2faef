import { blocksOf, cutAt } from './text-forms.ts';

/** What a tool does not say is undefined. */
export interface SystemService {
  readonly name: string;
  readonly title?: string;
  readonly state: string;
  readonly start?: string;
  readonly pid?: number | undefined;
  readonly account?: string;
  readonly runs?: string;
}

const scStates = [
  'stopped',
  'start pending',
  'stop pending',
  'running',
  'continue pending',
  'pause pending',
  'paused',
];

/** A block for each: its names, and behind them numbers in an order that is the same in every language. */
export function readSc(text: string): readonly SystemService[] | undefined {
  const all: SystemService[] = [];
  for (const [first = '', second = '', ...rest] of blocksOf(text)) {
    const values = rest
      .filter((line) => !line.trim().startsWith('('))
      .map((line) => cutAt(line, ':')?.[1].trim());
    const [name, title] = [first, second].map((line) =>
      /^\s/.test(line) ? undefined : cutAt(line, ':')?.[1].trim(),
    );
    const state = scStates[Number(/^(\d)\s/.exec(`${values[1] ?? ''} `)?.[1]) - 1];
    const pid = values[6];
    if (name === undefined || title === undefined || state === undefined || pid === undefined)
      return undefined;
    if (!/^\d{1,10}$/.test(pid)) return undefined;
    all.push({ name, title, state, pid: servicePid(pid) });
  }
  return all.length > 0 ? all : undefined;
}

const systemdFields = ['Id', 'Description', 'SubState', 'UnitFileState', 'MainPID', 'User', 'ExecStart'];

/** Blocks of `Field=value`; only commands may be several. */
export function readSystemctl(text: string): readonly SystemService[] | undefined {
  const all: SystemService[] = [];
  for (const block of blocksOf(text)) {
    const fields = new Map<string, string>();
    const commands: string[] = [];
    for (const line of block) {
      const [field, value] = cutAt(line, '=') ?? [];
      if (field === undefined || value === undefined || !systemdFields.includes(field)) return undefined;
      if (field === 'ExecStart') commands.push(commandOf(value));
      else if (fields.has(field)) return undefined;
      else fields.set(field, value);
    }
    const [name, state] = [fields.get('Id'), fields.get('SubState')];
    if (name === undefined || state === undefined) return undefined;
    all.push({
      name,
      title: fields.get('Description') ?? '',
      state,
      start: fields.get('UnitFileState') ?? '',
      pid: servicePid(fields.get('MainPID') ?? ''),
      // The system's own manager runs as root what says nothing else.
      account: fields.get('User') || 'root',
      runs: commands.join(' ; '),
    });
  }
  return all.length > 0 ? all : undefined;
}

/** `{ path=/usr/sbin/sshd ; argv[]=/usr/sbin/sshd -D ; ignore_errors=no ; … }` */
function commandOf(value: string): string {
  const behind = cutAt(value, 'argv[]=')?.[1];
  return behind === undefined ? value : (cutAt(behind, ' ; ignore_errors=')?.[0] ?? value);
}

/** In every language of the system: launchctl has its heading as a constant. */
export function readLaunchctl(text: string): readonly SystemService[] | undefined {
  const [heading = '', ...lines] = text.trimEnd().split('\n');
  if (!/^PID\tStatus\tLabel$/.test(heading)) return undefined;
  const all: SystemService[] = [];
  for (const line of lines) {
    // Up to 10.9 what runs has no status.
    const found = /^(-|\d{1,10})\t(?:-|-?\d{1,10})\t(.+)$/.exec(line);
    if (found === null) return undefined;
    const pid = servicePid(found[1] ?? '');
    all.push({ name: found[2] ?? '', state: pid === undefined ? 'stopped' : 'running', pid });
  }
  return all;
}

/** 0 is that of no process. */
export function servicePid(text: string): number | undefined {
  const pid = /^\d{1,10}$/.test(text) ? Number(text) : 0;
  return pid === 0 ? undefined : pid;
}
