/** What `run` costs this thread, in ms of the processor: what else the machine does meanwhile does not count. */
export function cpuMs(run: () => void): number {
  const before = process.threadCpuUsage();
  run();
  return spentSince(before);
}

/** As `cpuMs`, of what waits in between. */
export async function cpuMsOf(run: () => Promise<void>): Promise<number> {
  const before = process.threadCpuUsage();
  await run();
  return spentSince(before);
}

function spentSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}
