import { isCbError } from '../errors/cb-error.ts';
import type { Runtime } from '../ports/runtime.ts';

const mostShown = 20;

/** Before pasted lines are run: asks where some of them do what cannot be undone, and shows those. */
export async function mayRunPasted(
  lines: readonly string[],
  destroying: (line: string) => readonly string[],
  { prompter, note }: Pick<Runtime, 'prompter' | 'note'>,
): Promise<boolean> {
  const found = lines.flatMap((line, at) => {
    const verbs = destroying(line);
    return verbs.length === 0 ? [] : [{ text: `line ${at + 1}: ${line.trim()}`, verbs }];
  });
  if (found.length === 0) return true;
  for (const { text } of found.slice(0, mostShown)) note(text);
  if (found.length > mostShown) note(`… and ${found.length - mostShown} more`);
  const names = [...new Set(found.flatMap(({ verbs }) => verbs))].join(', ');
  const which =
    found.length === lines.length ? `these ${lines.length}` : `${found.length} of these ${lines.length}`;
  const question = `${which} pasted lines cannot be undone (${names}): run all ${lines.length}?`;
  try {
    if (await prompter.confirm(question)) return true;
  } catch (error) {
    if (!isCbError(error, 'Interrupted', 'Declined')) throw error;
  }
  note('none of them was run');
  return false;
}
