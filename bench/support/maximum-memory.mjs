// Loaded into a measured process (`node --import`): writes its peak resident memory in KiB and its processor time in us to the file named by
// CB_BENCH_RSS.
import { readFileSync, writeFileSync } from 'node:fs';

const target = process.env.CB_BENCH_RSS;
if (target) process.on('exit', () => writeFileSync(target, `${peak()} ${processor()}`));

/** Of all its threads. */
function processor() {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/** `maxRSS` has in it what the program held that started this one: on Linux it goes along through fork and exec. */
function peak() {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS;
  const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return Number(kib);
}
