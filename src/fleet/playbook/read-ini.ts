import { CbError } from '../../errors/cb-error.ts';
import type { Expression } from './expression.ts';
import { type IniSection, iniSections } from './ini-sections.ts';
import { nameForm, type Playbook, type PlayFile, type PlayParam, type PlayStep } from './playbook.ts';
import type { WordPiece, WordTemplate } from './template.ts';

/** What a section may be: names of theirs, and what each cannot do without. */
const operations: Readonly<Record<string, readonly string[] | undefined>> = {
  run: ['command'],
  download: ['file_path', 'client_file_path'],
  put: ['file_path', 'client_file_path'],
  upload: ['path'],
  get: ['path'],
};

/** What they fill in by themselves. */
const givenNames: Readonly<Record<string, Expression>> = {
  HOSTNAME: hostField('name'),
  SENSOR_ID: hostField('id'),
  DEVICE_ID: hostField('id'),
  WORK_DIR: { kind: 'value', value: 'C:\\Program Files' },
};

function hostField(field: string): Expression {
  return { kind: 'field', of: { kind: 'name', name: 'host', at: 0 }, field };
}

/**
 * A playbook of cbinterface2: RUN, DOWNLOAD (to the device) and UPLOAD (from it), one section each, in their order; sections whose name begins with
 * `cleanup` last, whatever happens. Kind `Usage` with file and line.
 */
export function readIni(text: string, file: string): Playbook {
  const sections = iniSections(text, file);
  const overview = sections.find(({ name }) => name === 'overview');
  const known = new Set(Object.keys(givenNames));
  const params = requiredOf(overview).map((name): PlayParam => {
    if (!nameForm.test(name))
      refuse(file, overview?.line ?? 1, `required_arguments holds "${name}", which is no name`);
    known.add(name);
    return { name, about: '', type: 'text', fallback: undefined, isRequired: true, isSecret: false };
  });
  const commands = sections.filter(({ name }) => name !== 'overview');
  if (commands.length === 0) refuse(file, 1, 'the playbook has no section with an operation');
  const isCleanup = ({ name }: IniSection): boolean => name.startsWith('cleanup');
  const ordered = [...commands.filter((each) => !isCleanup(each)), ...commands.filter(isCleanup)];
  const files: PlayFile[] = [];
  const steps = ordered.map((section, index): PlayStep => {
    const filled = (value: string): readonly WordPiece[] => iniPieces(value, { section, file, known });
    return {
      number: index + 1,
      place: `${file}:${section.line}:1`,
      title: section.name,
      words: wordsOf(section, { filled, file, files }),
      source: undefined,
      when: undefined,
      forEach: undefined,
      register: undefined,
      goesOn: isCleanup(section),
      isCleanup: isCleanup(section),
    };
  });
  const value = (key: string): string => overview?.values.get(key)?.text ?? '';
  return {
    file,
    name: value('name') || (file.split(/[\\/]/).at(-1) ?? file),
    about: value('description'),
    params,
    targets: new Map(),
    files,
    steps,
    notes: commands.flatMap((section) => notesOf(section, file)),
    isIni: true,
  };
}

function requiredOf(overview: IniSection | undefined): readonly string[] {
  const text = overview?.values.get('required_arguments')?.text ?? '';
  return text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
}

interface Filling {
  readonly filled: (value: string) => readonly WordPiece[];
  readonly file: string;
  readonly files: PlayFile[];
}

function wordsOf(section: IniSection, { filled, file, files }: Filling): readonly WordTemplate[] {
  const { values, line } = section;
  const operation = values.get('operation')?.text.toLowerCase();
  if (operation === undefined) return refuse(file, line, `section ${section.name} has no operation`);
  const needed = operations[operation];
  if (needed === undefined) {
    return refuse(
      file,
      values.get('operation')?.line ?? line,
      `unknown operation "${operation}"`,
      'known: RUN, DOWNLOAD, UPLOAD',
    );
  }
  const missing = needed.find((key) => (values.get(key)?.text ?? '') === '');
  if (missing !== undefined) return refuse(file, line, `section ${section.name} has no ${missing}`);
  const get = (key: string): string => values.get(key)?.text ?? '';
  const word = (text: string): WordTemplate => ({ isQuoted: true, pieces: filled(text) });
  if (operation === 'run') {
    const deadline = /^\d{1,6}$/.test(get('wait_timeout')) ? get('wait_timeout') : '30';
    const isAwaited = get('wait_for_completion') === '' || isYes(section, 'wait_for_completion', file);
    return [
      plain('exec'),
      ...(isAwaited ? [plain(`--deadline=${deadline}s`)] : [plain('--no-wait')]),
      ...optional('--dir', get('working_directory'), filled),
      ...optional('--remote-output', get('remote_output_file_name'), filled),
      word(get('command')),
    ];
  }
  if (operation === 'download' || operation === 'put') {
    const name = `file${files.length + 1}`;
    const path = get('file_path');
    files.push({
      name,
      path,
      sha256: undefined,
      place: `${file}:${values.get('file_path')?.line ?? line}:1`,
    });
    const local: WordPiece = {
      kind: 'value',
      source: `files.${name}`,
      expression: { kind: 'field', of: { kind: 'name', name: 'files', at: 0 }, field: name },
    };
    return [plain('put'), { isQuoted: true, pieces: [local] }, word(get('client_file_path'))];
  }
  const path = get('path');
  if (path.includes('{WILDMATCH}')) {
    return refuse(
      file,
      values.get('path')?.line ?? line,
      '{WILDMATCH} is not read',
      'name the file, or write the playbook as YAML: find and get',
    );
  }
  const local = get('write_results_path').replaceAll(
    '{SOURCE_FILENAME}',
    () => path.split(/[\\/]/).at(-1) ?? '',
  );
  return [plain('get'), word(path), ...(local === '' ? [] : [word(local)])];
}

function optional(option: string, value: string, filled: Filling['filled']): readonly WordTemplate[] {
  if (value === '') return [];
  return [
    { isQuoted: false, pieces: [{ kind: 'text', text: `${option}=`, isPlain: false }, ...filled(value)] },
  ];
}

function plain(text: string): WordTemplate {
  return { isQuoted: false, pieces: [{ kind: 'text', text, isPlain: false }] };
}

function isYes({ values, line }: IniSection, key: string, file: string): boolean {
  const text = values.get(key)?.text.toLowerCase() ?? '';
  if (['1', 'yes', 'true', 'on'].includes(text)) return true;
  if (['0', 'no', 'false', 'off'].includes(text)) return false;
  return refuse(file, values.get(key)?.line ?? line, `${key} wants yes or no, not "${text}"`);
}

interface Known {
  readonly section: IniSection;
  readonly file: string;
  readonly known: ReadonlySet<string>;
}

/** `{NAME}` is filled in, `{{` and `}}` are braces: the form of their format strings. */
function iniPieces(text: string, { section, file, known }: Known): readonly WordPiece[] {
  const pieces: WordPiece[] = [];
  const say = (more: string): void => {
    pieces.push({ kind: 'text', text: more, isPlain: false });
  };
  for (const part of text.split(/(\{\{|\}\}|\{[^{}]*\})/)) {
    if (part === '{{' || part === '}}') say(part.charAt(0));
    else if (/^\{.*\}$/.test(part)) {
      const name = part.slice(1, -1);
      if (!known.has(name)) {
        refuse(
          file,
          section.line,
          `nothing is known as {${name}}`,
          `known: ${[...known].join(', ')}; required_arguments names others`,
        );
      }
      pieces.push({
        kind: 'value',
        source: name,
        expression: givenNames[name] ?? { kind: 'name', name, at: 0 },
      });
    } else if (/[{}]/.test(part))
      refuse(file, section.line, 'a brace stands alone', 'a plain one is written twice: {{');
    else if (part !== '') say(part);
  }
  return pieces.length === 0 ? [{ kind: 'text', text: '', isPlain: false }] : pieces;
}

function notesOf({ name, values }: IniSection, file: string): readonly string[] {
  const local = values.get('post_completion_command');
  if (local === undefined || local.text === '') return [];
  return [
    `${file}:${local.line}:1: post_completion_command of ${name} is left out: it would run a program on this computer`,
  ];
}

function refuse(file: string, line: number, message: string, hint?: string): never {
  throw new CbError('Usage', `${file}:${line}:1: ${message}`, { hint, context: { file, line } });
}
