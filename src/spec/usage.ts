import { operandUsage } from './names.ts';
import type { Operands, Options } from './params.ts';

interface Shape {
  readonly name: string;
  readonly operands: Operands;
  readonly options: Options;
}

/** `kill <process...>`: the name and its operands. */
export function operandsLine(spec: Shape, program?: string): string {
  const operands = Object.entries(spec.operands).map(([key, operand]) => operandUsage(key, operand));
  return [...(program === undefined ? [] : [program]), spec.name, ...operands].join(' ');
}

/** `find [options] [path]`: options are named only where there are some. A command line comes after them, so they stand first. */
export function usageLine(spec: Shape, program?: string): string {
  if (Object.keys(spec.options).length === 0) return operandsLine(spec, program);
  const line = operandsLine(spec, program);
  const name = [...(program === undefined ? [] : [program]), spec.name].join(' ');
  const operands = Object.entries(spec.operands);
  if (operands.at(-1)?.[1].kind !== 'commandLine') return `${name} [options]${line.slice(name.length)}`;
  const last = operands.map(([key, operand]) => operandUsage(key, operand)).at(-1) ?? '';
  return `${line.slice(0, -last.length)}[options] ${last}`;
}
