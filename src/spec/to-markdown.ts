import { optionUsage, undoWords } from './help.ts';
import { aboutWithChoices, operandUsage } from './names.ts';
import type { Operands, Options } from './params.ts';
import { specsBelow } from './registry.ts';
import type { Effect, Spec } from './spec.ts';
import { operandsLine, usageLine } from './usage.ts';

export interface MarkdownOptions {
  /** The program, outside the shell. */
  readonly program?: string;
  /** Level of the page's own heading; 1 when not said. */
  readonly level?: number;
}

const effectWords: Readonly<Record<Effect, string>> = {
  reads: '**Reads**: nothing is changed, so it runs on a readonly profile too.',
  changes: '**Changes**: `--dry-run` prints what would be sent. A readonly profile refuses both.',
  disrupts:
    '**Disrupts**: asks first; without a terminal it runs on one workstation and needs `--yes` for more than one host or a server; `--dry-run` prints what would be sent. A readonly profile refuses both.',
  destroys:
    '**Destroys**: asks first, or needs `--yes` without a terminal; `--dry-run` prints what would be sent. A readonly profile refuses both.',
};

const localEffectWords: Readonly<Record<Effect, string>> = {
  reads: '**Reads**: nothing is changed.',
  changes: '**Changes** files of this computer; `--dry-run` shows what it would write.',
  disrupts: '**Disrupts** what runs on this computer: asks first.',
  destroys: '**Destroys**: asks first, or needs `--yes` without a terminal; files of this computer only.',
};

/** The reference page of one verb or command, in the order of its help. Ends with a line break. */
export function toMarkdown<C>(spec: Spec<C>, { program, level = 1 }: MarkdownOptions = {}): string {
  const title = '#'.repeat(level);
  const also = (spec.aliases ?? []).map(code).join(', ');
  const parts = [
    `${title} ${program === undefined ? '' : `${program} `}${spec.name}`,
    `${escapeMarkdown(capital(spec.about))}.${also === '' ? '' : ` Also: ${also}.`}`,
    fence([usageLine(spec, program)]),
    spec.details === undefined ? '' : escapeMarkdown(spec.details),
    effectOf(spec),
    ...undoWords(spec).map((words) => `${escapeMarkdown(capital(words))}.`),
    spec.examples.length === 0 ? '' : `${title}# Examples\n\n${examplesOf(spec)}`,
    operandsOf(spec.operands, `${title}# Operands`),
    optionsOf(spec.options, `${title}# Options`),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function effectOf<C>({ effectIs, isLocal, effect }: Spec<C>): string {
  if (effectIs !== undefined) return `**Effect**: ${escapeMarkdown(effectIs)}.`;
  return (isLocal === true ? localEffectWords : effectWords)[effect];
}

/** Pages of a registry in one document, with a table of them on top. */
export function toReference<C>(
  registry: readonly Spec<C>[],
  title: string,
  options: MarkdownOptions = {},
): string {
  const pages = registry.map((spec) => toMarkdown(spec, { ...options, level: 2 }));
  return `# ${title}\n\n${verbTable(registry)}\n${pages.join('\n')}`;
}

/** The specs of one first word: `group`, `group show` … */
export interface Noun<C> {
  readonly noun: string;
  readonly specs: readonly Spec<C>[];
}

/** The registry by first words, in its order. */
export function nounsOf<C>(registry: readonly Spec<C>[]): readonly Noun<C>[] {
  const nouns = new Map<string, Spec<C>[]>();
  for (const spec of registry) {
    const [noun = spec.name] = spec.name.split(' ');
    nouns.set(noun, [...(nouns.get(noun) ?? []), spec]);
  }
  return [...nouns].map(([noun, specs]) => ({ noun, specs }));
}

/** The page of a noun: a table of its commands, then each of them; the command alone where there is one. */
export function toNounPage<C>({ noun, specs }: Noun<C>, options: MarkdownOptions = {}): string {
  const [only] = specs;
  if (only !== undefined && specs.length === 1) return toMarkdown(only, options);
  const lead = options.program === undefined ? '' : `${options.program} `;
  const rows = specs.map((spec) => {
    const name = code(`${lead}${spec.name}`);
    return row(`[${name}](#${anchorOf(`${lead}${spec.name}`)})`, escapeMarkdown(spec.about));
  });
  const table = `| Command | Does |\n|---|---|\n${rows.join('\n')}\n`;
  const pages = specs.map((spec) => toMarkdown(spec, { ...options, level: 2 }));
  // Not the heading of its first command, or the link to that would lead here.
  return `# ${lead}${noun}: commands\n\n${table}\n${pages.join('\n')}`;
}

/** The page above those of the nouns, which stand in `folder` beside it. */
export function toNounIndex<C>(
  nouns: readonly Noun<C>[],
  title: string,
  { program, folder }: { readonly program: string; readonly folder: string },
): string {
  const rows = nouns.map(({ noun, specs }) => {
    const words = specs.length === 1 ? [] : specs.map((spec) => code(secondWord(noun, spec)));
    const [first] = specs;
    return row(
      `[${code(`${program} ${noun}`)}](${folder}/${noun}.md)`,
      escapeMarkdown(first?.about ?? ''),
      words.join(', '),
    );
  });
  return `# ${title}\n\n| Command | Does | Below it |\n|---|---|---|\n${rows.join('\n')}\n`;
}

/** `list` of `group list`, also where that is the longer name of `group`. */
function secondWord<C>(noun: string, { name, aliases = [] }: Spec<C>): string {
  const long = [name, ...aliases].find((each) => each.startsWith(`${noun} `));
  return long?.slice(noun.length + 1) ?? name;
}

/** As hosts of Markdown make it of a heading of plain words. */
function anchorOf(heading: string): string {
  return heading.toLowerCase().replaceAll(' ', '-');
}

/** The table of verbs for the README: those of one noun (`reg query`, `reg get` …) share a row. */
export function verbTable<C>(registry: readonly Spec<C>[]): string {
  const done = new Set<string>();
  const rows: string[] = [];
  for (const spec of registry) {
    const [head = spec.name, second] = spec.name.split(' ');
    if (done.has(spec.name)) continue;
    const siblings = second === undefined ? [spec] : specsBelow(registry, head);
    for (const { name } of siblings) done.add(name);
    rows.push(siblings.length > 1 ? nounRow(head, siblings) : verbRow(spec));
  }
  return `| Verb (also) | Does |\n|---|---|\n${rows.join('\n')}\n`;
}

function verbRow<C>(spec: Spec<C>): string {
  const also =
    spec.aliases === undefined || spec.aliases.length === 0 ? '' : ` (${spec.aliases.map(code).join(', ')})`;
  const operands = operandsLine(spec).slice(spec.name.length).trim();
  return row(
    `${code(spec.name)}${also}${operands === '' ? '' : ` ${code(operands)}`}`,
    escapeMarkdown(spec.about),
  );
}

function nounRow<C>(head: string, specs: readonly Spec<C>[]): string {
  const seconds = specs.map(({ name }) => name.slice(head.length + 1));
  const abouts = specs.map(({ about }, index) => `${code(seconds[index] ?? '')} ${escapeMarkdown(about)}`);
  return row(code(`${head} ${seconds.join('|')}`), abouts.join('; '));
}

function examplesOf<C>(spec: Spec<C>): string {
  return spec.examples
    .map(({ line, shows }) => `${escapeMarkdown(capital(shows))}:\n\n${fence([line])}`)
    .join('\n\n');
}

function operandsOf(operands: Operands, title: string): string {
  const entries = Object.entries(operands);
  if (entries.length === 0) return '';
  const rows = entries.map(([key, operand]) => {
    const usage = operandUsage(key, operand);
    return row(code(usage), escapeMarkdown(aboutWithChoices(operand, usage)));
  });
  return `${title}\n\n| Operand | Meaning |\n|---|---|\n${rows.join('\n')}`;
}

function optionsOf(options: Options, title: string): string {
  const entries = Object.entries(options);
  if (entries.length === 0) return '';
  const rows = entries.map(([key, option]) => {
    const usage = optionUsage(key, option);
    const repeat = option.repeat === true ? ' (may be repeated)' : '';
    return row(code(usage), `${escapeMarkdown(aboutWithChoices(option, usage))}${repeat}`);
  });
  return `${title}\n\n| Option | Meaning |\n|---|---|\n${rows.join('\n')}`;
}

/** In a table a bar ends the cell even inside code. */
function row(...cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

/** Inline code; the marks are longer than any run of backticks inside. */
function code(text: string): string {
  const mark = '`'.repeat(longestRun(text) + 1);
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${mark}${pad}${text}${pad}${mark}`;
}

function fence(lines: readonly string[]): string {
  const text = lines.join('\n');
  const mark = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${mark}\n${text}\n${mark}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}

function escapeMarkdown(text: string): string {
  return text.replaceAll(/[\\`*_<>[\]]/g, '\\$&');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
