import { failureOf } from '../failure.ts';
import type { FsNode } from '../files/nodes.ts';
import type { ShellSession } from './shell-session.ts';

/** `test` and `[`: files, texts, numbers, `!`, `-a`, `-o`. */
export function testHolds(session: ShellSession, args: readonly string[]): boolean {
  for (const [word, all] of [
    ['-o', false],
    ['-a', true],
  ] as const) {
    const at = args.indexOf(word, 1);
    if (at > 0 && at < args.length - 1) {
      const left = testHolds(session, args.slice(0, at));
      const right = testHolds(session, args.slice(at + 1));
      return all ? left && right : left || right;
    }
  }
  if (args[0] === '!') return !testHolds(session, args.slice(1));
  const [first = '', second = '', third = ''] = args;
  return args.length <= 1
    ? first !== ''
    : args.length === 2
      ? unary(session, first, second)
      : binary(first, second, third);
}

function unary(session: ShellSession, operator: string, operand: string): boolean {
  switch (operator) {
    case '-z':
      return operand === '';
    case '-n':
      return operand !== '';
    default: {
      const node = findNode(session, operand);
      return node !== undefined && fits(session, node, operator);
    }
  }
}

function fits({ machine }: ShellSession, node: FsNode, operator: string): boolean {
  switch (operator) {
    case '-f':
      return node.kind === 'file';
    case '-d':
      return node.kind === 'directory';
    case '-s':
      return node.kind === 'file' && node.content.size > 0;
    case '-x':
      return node.kind === 'directory' || node.executable;
    case '-L':
    case '-h':
      return node.attributes.includes('REPARSE_POINT');
    case '-O':
      return (node.owner ?? machine.account.username) === machine.account.username;
    case '-e':
    case '-r':
    case '-w':
      return true;
    default:
      return false;
  }
}

function findNode({ machine, workingDirectory }: ShellSession, path: string): FsNode | undefined {
  try {
    return machine.files.find(path, workingDirectory);
  } catch (error) {
    failureOf(error);
    return undefined;
  }
}

function binary(left: string, operator: string, right: string): boolean {
  switch (operator) {
    case '=':
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case '-eq':
      return Number(left) === Number(right);
    case '-ne':
      return Number(left) !== Number(right);
    case '-lt':
      return Number(left) < Number(right);
    case '-le':
      return Number(left) <= Number(right);
    case '-gt':
      return Number(left) > Number(right);
    case '-ge':
      return Number(left) >= Number(right);
    default:
      return false;
  }
}
