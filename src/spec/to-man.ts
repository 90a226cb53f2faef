import { byGroup, effectOfSpec, nameWithAliases, optionUsage } from './help.ts';
import { aboutWithChoices, operandUsage } from './names.ts';
import type { Options } from './params.ts';
import { RoffPage } from './roff.ts';
import type { Listing, Spec } from './spec.ts';
import { usageLine } from './usage.ts';

export interface ManOptions {
  readonly program: string;
  readonly version: string;
}

/** `cblr-reg-query`: what the page of a command is called. */
export function manName(program: string, name: string): string {
  return [program, ...name.split(' ')].join('-');
}

/** The manual page of one command: what its help says, in the order of manual pages. */
export function toMan<C>(
  spec: Spec<C>,
  { program, version }: ManOptions,
  below: readonly Listing[] = [],
): string {
  const name = manName(program, spec.name);
  const page = new RoffPage(name.toUpperCase(), `${program} ${version}`);
  page.section('name').paragraph(`${name} - ${spec.about}`);
  page.section('synopsis').paragraph(usageLine(spec, program));
  if (spec.aliases !== undefined && spec.aliases.length > 0)
    page.paragraph(`also: ${spec.aliases.join(', ')}`);
  if (spec.details !== undefined) page.section('description').paragraph(spec.details);
  const operands = Object.entries(spec.operands);
  if (operands.length > 0) page.section('operands');
  for (const [key, operand] of operands) {
    const usage = operandUsage(key, operand);
    page.item(usage, aboutWithChoices(operand, usage));
  }
  addOptions(page, spec.options);
  page.section('effect');
  for (const text of effectOfSpec(spec)) page.paragraph(text);
  if (spec.examples.length > 0) page.section('examples');
  for (const { line, shows } of spec.examples) page.item(line, shows);
  if (below.length > 0) page.section('commands below it');
  for (const each of below) page.item(nameWithAliases(each), each.about);
  return page
    .section('see also')
    .pages([program, ...below.map((each) => manName(program, each.name))])
    .toString();
}

export interface ProgramManOptions extends ManOptions {
  readonly about: string;
  readonly globals: Options;
  readonly groupOrder?: readonly string[];
  /** Code → when it comes. */
  readonly exits: readonly (readonly [string, string])[];
}

/** The manual page of a program: its commands by group, the options that stand anywhere, its exit codes. */
export function toProgramMan(commands: readonly Listing[], options: ProgramManOptions): string {
  const { program, version, about, globals, groupOrder = [], exits } = options;
  const page = new RoffPage(program.toUpperCase(), `${program} ${version}`);
  page.section('name').paragraph(`${program} - ${about}`);
  page.section('synopsis').paragraph(`${program} [options] COMMAND …`);
  page.section('commands');
  for (const [group, specs] of byGroup(commands, groupOrder)) {
    page.subsection(group);
    for (const spec of specs) page.item(nameWithAliases(spec), spec.about);
  }
  addOptions(page, globals);
  page.section('exit status');
  for (const [code, when] of exits) page.item(code, when);
  return page
    .section('see also')
    .pages(commands.map(({ name }) => manName(program, name)))
    .toString();
}

function addOptions(page: RoffPage, options: Options): void {
  const entries = Object.entries(options);
  if (entries.length > 0) page.section('options');
  for (const [key, option] of entries) {
    const usage = optionUsage(key, option);
    page.item(usage, aboutWithChoices(option, usage));
  }
}
