import type { CmdSession } from './cmd-session.ts';
import type { Condition } from './syntax.ts';

/** Does an `if` hold? `substitute` puts loop variables in. */
export function conditionHolds(
  session: CmdSession,
  { negated, ignoreCase, test }: Condition,
  substitute: (text: string) => string,
): boolean {
  return holds() !== negated;

  function holds(): boolean {
    switch (test.kind) {
      case 'exist':
        return exists(session, substitute(test.path));
      case 'errorlevel':
        return session.errorLevel >= Number(test.atLeast);
      case 'defined':
        return session.environment.get(test.name) !== undefined;
      case 'compare':
        return compare(substitute(test.left), test.operator, substitute(test.right), ignoreCase);
    }
  }
}

function exists(session: CmdSession, path: string): boolean {
  const { files } = session.machine;
  try {
    const parsed = files.parse(path, session.workingDirectory);
    const last = parsed.parts.at(-1) ?? '';
    if (!files.rules.isWildcard(last)) return files.find(path, session.workingDirectory) !== undefined;
    const folder = files.find(files.rules.format({ ...parsed, parts: parsed.parts.slice(0, -1) }));
    const matches = files.rules.matcher(last);
    return folder?.kind === 'directory' && [...folder.entries.values()].some(({ name }) => matches(name));
  } catch {
    // A path that cannot be is not there.
    return false;
  }
}

function compare(left: string, operator: string, right: string, ignoreCase: boolean): boolean {
  const numbers = /^-?\d+$/.test(left) && /^-?\d+$/.test(right) && operator !== '==';
  const fold = (text: string) => (ignoreCase ? text.toUpperCase() : text);
  const difference = numbers
    ? Number(left) - Number(right)
    : fold(left) === fold(right)
      ? 0
      : fold(left) < fold(right)
        ? -1
        : 1;
  switch (operator) {
    case 'neq':
      return difference !== 0;
    case 'lss':
      return difference < 0;
    case 'leq':
      return difference <= 0;
    case 'gtr':
      return difference > 0;
    case 'geq':
      return difference >= 0;
    default:
      return difference === 0;
  }
}
