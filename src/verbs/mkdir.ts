import { isCbError } from '../errors/cb-error.ts';
import { keepingFiles } from '../undo/kinds/file.ts';
import { written } from '../views/written.ts';
import { verb } from './context.ts';

export const mkdir = verb({
  name: 'mkdir',
  aliases: ['md'],
  about: 'make directories on the sensor',
  group: 'files',
  wire: ['create directory'],
  wireAtTimes: ['directory list'],
  effect: 'changes',
  undo: 'kept',
  operands: { path: { kind: 'remotePath', many: true, about: 'directory to make' } },
  options: {
    parents: { kind: 'flag', short: 'p', about: 'those above it too; what is there already is no error' },
  },
  inRegistry: ['reg create KEY'],
  search: ['create', 'folder', 'new'],
  examples: [{ line: 'mkdir -p C:\\Windows\\Temp\\triage\\out', shows: 'with those above it' }],

  async run({ path, parents }, context) {
    const { live, keeper } = context;
    const writes = { ...context.writes, around: keepingFiles(keeper) };
    const made: string[] = [];
    for (const typed of path) {
      const wanted = live.resolve(typed);
      if (parents) made.push(...(await live.files.makeDirectories(wanted, writes)));
      else {
        await live.files.makeDirectory(wanted, writes).catch(withHint);
        made.push(wanted);
      }
    }
    return written(context, made.length === 0 ? 'it is there already' : `made ${made.join(', ')}`, { made });
  },
});

function withHint(error: unknown): never {
  if (!isCbError(error, 'NotOnSensor')) throw error;
  throw error.reworded({ hint: 'mkdir -p makes those above it too' });
}
