import { isCbError } from '../errors/cb-error.ts';
import type { VerbContext } from './context.ts';
import { socketList } from './system/lists/sockets.ts';
import { namedSockets, type Socket } from './system/sockets.ts';
import { systemVerb } from './system/tool.ts';

export const netstat = systemVerb<Socket>({
  name: 'netstat',
  about: 'list the connections and open ports of the sensor',
  details:
    'States are in one word for all systems. Where the tool names no process, the list of processes that is asked for behind it does.',
  search: ['connections', 'sockets', 'ports', 'ss', 'lsof', 'listening'],
  examples: [
    { line: 'netstat', shows: 'who talks to whom, and by which process' },
    { line: 'netstat --json', sensor: '1', shows: 'the same with addresses and ports as fields' },
  ],
  ...socketList,
  completed: withNames,
});

/** Where the list cannot be had the sockets are still what was asked for. */
async function withNames(
  found: readonly Socket[],
  { live, signal, note }: VerbContext,
): Promise<readonly Socket[]> {
  if (found.every((row) => row.process !== '' || row.pid === undefined)) return found;
  try {
    const running = await live.processes.list(signal);
    return namedSockets(found, running);
  } catch (error) {
    if (signal.aborted || !isCbError(error, 'CommandFailed', 'Unsupported', 'BadReply')) throw error;
    note(`the names of processes are not known: ${error.message}`);
    return found;
  }
}
