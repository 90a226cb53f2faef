import { CbError } from '../errors/cb-error.ts';
import { written } from '../views/written.ts';
import { verb } from './context.ts';

export const cancel = verb({
  name: 'cancel',
  about: 'take back a command object that the sensor has not taken yet',
  group: 'session',
  session: 'attaches',
  effect: 'changes',
  undo: { not: 'the same line gives the command again' },
  operands: { id: { kind: 'commandId', about: 'its id, as shown by commands' } },
  options: {},
  search: ['stop', 'abort', 'commands'],
  examples: [{ line: 'cancel 1', shows: 'take back command 1' }],

  async run({ id }, context) {
    const { live, writes, dryRun } = context;
    const { state, isOver } = await live.store.cancel(id, writes);
    if (dryRun || state === 'canceled')
      return written(context, `command ${id} is canceled`, { id, status: 'cancel' });
    const why = isOver ? `it has ended already (${state})` : 'the sensor is at it already';
    throw new CbError('CommandFailed', `command ${id} could not be canceled: ${why}`, {
      hint: 'only a pending command can be canceled; a program that never ends lets go when its session is closed',
      context: { command_id: id, status: state },
    });
  },
});
