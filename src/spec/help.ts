import type { HelpLine } from './help-lines.ts';
import { pairs, paragraph, section } from './help-lines.ts';
import { aboutWithChoices, longName, operandUsage, valuePlaceholder } from './names.ts';
import type { Option, Options } from './params.ts';
import { destroyingOptions, type Effect, type Listing, type Spec } from './spec.ts';
import { usageLine } from './usage.ts';

export interface HelpOptions {
  /** Lines are wrapped at this width. */
  readonly columns: number;
  /** The program, outside the shell: put before the usage line. Examples are shown as they are. */
  readonly program?: string;
  /** Listed last, where the caller takes them too. */
  readonly globals?: Options;
}

const effectWords: Readonly<Record<Effect, string>> = {
  reads: 'reads: nothing is changed, so it runs on a readonly profile too',
  changes: 'changes: --dry-run prints what would be sent; a readonly profile refuses both',
  disrupts:
    'disrupts: asks first; without a terminal it runs on one workstation and needs --yes for more than one host or a server; --dry-run prints what would be sent; a readonly profile refuses both',
  destroys:
    'destroys: asks first, or needs --yes without a terminal; --dry-run prints what would be sent; a readonly profile refuses both',
};

/** For calls that options make worse (`effectOf`): not all of these are beyond undoing. */
function worseWith(names: readonly string[]): string {
  const shown = names.map(longName);
  const last = shown.at(-1) ?? '';
  const all = shown.length === 1 ? last : `${shown.slice(0, -1).join(', ')} or ${last}`;
  return `with ${all} it asks first, or needs --yes without a terminal`;
}

const localEffectWords: Readonly<Record<Effect, string>> = {
  reads: 'reads: nothing is changed',
  changes: 'changes files of this computer; --dry-run shows what it would write',
  disrupts: 'disrupts what runs on this computer: asks first',
  destroys: 'destroys: asks first, or needs --yes without a terminal; files of this computer only',
};

/** Help of one verb or command: examples first, then usage, operands, options, details, and its effect in words. */
export function helpOfSpec<C>(
  spec: Spec<C>,
  { columns, program, globals }: HelpOptions,
): readonly HelpLine[] {
  const lines: HelpLine[] = [{ text: `${spec.name}: ${spec.about}`, role: 'plain' }];
  const operands = Object.entries(spec.operands);
  const options = Object.entries(spec.options);
  if (spec.examples.length > 0) {
    lines.push(...section('examples'));
    for (const example of spec.examples) {
      lines.push({ text: `  ${example.line}`, role: 'example' });
      lines.push(...paragraph(example.shows, columns, 6, 'dim'));
    }
  }
  lines.push(...section('usage'), { text: `  ${usageLine(spec, program)}`, role: 'plain' });
  if (spec.aliases !== undefined && spec.aliases.length > 0)
    lines.push({ text: `  also: ${spec.aliases.join(', ')}`, role: 'dim' });
  if (operands.length > 0) {
    lines.push(...section('operands'));
    lines.push(
      ...pairs(
        operands.map(([key, operand]) => [
          operandUsage(key, operand),
          aboutWithChoices(operand, operandUsage(key, operand)),
        ]),
        columns,
      ),
    );
  }
  if (options.length > 0) lines.push(...section('options'), ...optionLines(spec.options, columns));
  if (spec.details !== undefined)
    lines.push(...section('details'), ...paragraph(spec.details, columns, 2, 'plain'));
  lines.push(...section('effect'));
  for (const text of effectOfSpec(spec)) lines.push(...paragraph(text, columns, 2, 'plain'));
  if (globals !== undefined) lines.push(...section('everywhere'), ...optionLines(globals, columns));
  return lines;
}

/** What a call does, in one sentence, and what makes it worse. */
export function effectOfSpec<C>(spec: Spec<C>): readonly string[] {
  const words = spec.isLocal === true ? localEffectWords : effectWords;
  const worse = destroyingOptions(spec);
  return [
    spec.effectIs ?? words[spec.effect],
    ...(worse.length > 0 ? [worseWith(worse)] : []),
    ...undoWords(spec),
  ];
}

/** Whether what it does can be undone. */
export function undoWords<C>({ undo }: Spec<C>): readonly string[] {
  if (undo === undefined) return [];
  return [
    undo === 'kept' ? 'what it changes is kept before: undo puts it back' : `cannot be undone: ${undo.not}`,
  ];
}

export interface ListOptions extends HelpOptions {
  /** Group names in the order of the headings; the others follow in the order of the registry. */
  readonly groupOrder?: readonly string[];
}

/** All verbs or commands by group, in aligned columns. */
export function helpOfRegistry(
  registry: readonly Listing[],
  { columns, globals, groupOrder = [] }: ListOptions,
): readonly HelpLine[] {
  const width = Math.max(0, ...registry.map((spec) => nameWithAliases(spec).length));
  const lines: HelpLine[] = [];
  for (const [group, specs] of byGroup(registry, groupOrder)) {
    lines.push(...section(group));
    lines.push(
      ...pairs(
        specs.map((spec) => [nameWithAliases(spec), spec.about]),
        columns,
        width,
      ),
    );
  }
  if (globals !== undefined) lines.push(...section('options'), ...optionLines(globals, columns));
  return lines[0]?.text === '' ? lines.slice(1) : lines;
}

/** Commands under their headings, in the order of help. */
export function byGroup(
  registry: readonly Listing[],
  groupOrder: readonly string[],
): readonly (readonly [string, readonly Listing[]])[] {
  const groups = new Map<string, Listing[]>(groupOrder.map((group) => [group, []]));
  for (const spec of registry) groups.set(spec.group, [...(groups.get(spec.group) ?? []), spec]);
  return [...groups].filter(([, specs]) => specs.length > 0);
}

/** `-n, --count N  how many`, aligned; the letters have a column of their own. */
export function optionLines(options: Options, columns: number): readonly HelpLine[] {
  const entries = Object.entries(options);
  const hasShort = entries.some(([, option]) => option.short !== undefined);
  return pairs(
    entries.map(([key, option]) => {
      const usage = optionUsage(key, option, hasShort);
      return [usage, aboutWithChoices(option, usage)];
    }),
    columns,
  );
}

/** `-n, --count N`, `    --wait[=DURATION]`. */
export function optionUsage(key: string, option: Option, padShort = false): string {
  const short = option.short === undefined ? (padShort ? '    ' : '') : `-${option.short}, `;
  const value = valuePlaceholder(key, option);
  if (value === '') return `${short}${longName(key)}`;
  return option.optionalValue === true
    ? `${short}${longName(key)}[=${value}]`
    : `${short}${longName(key)} ${value}`;
}

/** `ls (dir)`; longer forms of a noun alone, such as `ban list` of `ban`, are left to its own page. */
export function nameWithAliases({ name, aliases = [] }: Listing): string {
  const others = aliases.filter((alias) => !alias.startsWith(`${name} `));
  return others.length === 0 ? name : `${name} (${others.join(', ')})`;
}
