// A process that takes and gives back the lock of a part when it is told to, and says what came of it.
import { hostname } from 'node:os';
import { holdFolder } from '../../src/runtime/local-folder.ts';

const [folder = '.', name = 'a'] = process.argv.slice(2);

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const place = await holdFolder(folder, { owner: { pid: process.pid, host: hostname, isRunning } });
let lock: { release(): Promise<void> } | undefined;
process.on('message', async (word) => {
  if (word === 'take') {
    try {
      lock = await place.lockPart(name);
      process.send?.('held');
    } catch (error) {
      process.send?.(error instanceof Error ? error.message : String(error));
    }
  } else {
    await lock?.release();
    process.send?.('released');
  }
});
process.send?.('ready');
