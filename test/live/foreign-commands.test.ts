import { expect, test } from 'vitest';
import { readCommandObject } from '../../src/api/wire/command-object.ts';
import { foreignCommands } from '../../src/live/foreign-commands.ts';

const command = (id: number, object: string, username = 'mia') =>
  readCommandObject({ id, name: 'delete file', object, username });
const post = (object: string, sessionId = 1) => ({ sessionId, name: 'delete file', object });
const idsOf = (found: readonly { readonly id: number }[]) => found.map(({ id }) => id);

test('a post without an answer explains one command of ours, and the same one whenever it is asked', () => {
  const ours = { unanswered: [post('a'), post('b', 2)], username: 'mia' };
  const commands = [command(7, 'a'), command(8, 'a'), command(9, 'b')];
  expect(idsOf(foreignCommands(commands, 1, ours))).toEqual([8, 9]);
  expect(idsOf(foreignCommands(commands, 1, ours))).toEqual([8, 9]);
});

test('a command of another user is none of ours', () => {
  const unanswered = [post('a')];
  const commands = [command(7, 'a', 'tom'), command(8, 'a')];
  expect(idsOf(foreignCommands(commands, 1, { unanswered, username: 'mia' }))).toEqual([7]);
  // Before the server has named us, the first that fits may be.
  expect(idsOf(foreignCommands(commands, 1, { unanswered, username: undefined }))).toEqual([8]);
});
