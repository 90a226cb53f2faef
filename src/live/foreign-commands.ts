import type { CommandObject } from '../api/wire/command-object.ts';
import type { CommandRunner } from './command-runner.ts';

/**
 * Commands that nothing of ours explains, of those whose ids this process does not know: a post without an answer, under our own name,
 * stands for one command.
 */
export function foreignCommands(
  commands: readonly CommandObject[],
  sessionId: number,
  { unanswered, username }: Pick<CommandRunner, 'unanswered' | 'username'>,
): readonly CommandObject[] {
  const posts = new Map<string, number>();
  for (const post of unanswered) {
    if (post.sessionId === sessionId) posts.set(keyOf(post), (posts.get(keyOf(post)) ?? 0) + 1);
  }
  const foreign: CommandObject[] = [];
  for (const command of commands) {
    const left = posts.get(keyOf(command)) ?? 0;
    const isOurs = left > 0 && (username === undefined || command.username === username);
    if (isOurs) posts.set(keyOf(command), left - 1);
    else foreign.push(command);
  }
  return foreign;
}

function keyOf({ name, object = '' }: Pick<CommandObject, 'name' | 'object'>): string {
  return JSON.stringify([name, object]);
}
