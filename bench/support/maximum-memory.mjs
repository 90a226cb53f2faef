// Loaded into a measured process (`node --import`): writes its peak resident memory in KiB to the file named by CB_BENCH_RSS.
import { writeFileSync } from 'node:fs';

const target = process.env.CB_BENCH_RSS;
if (target) process.on('exit', () => writeFileSync(target, String(process.resourceUsage().maxRSS)));
