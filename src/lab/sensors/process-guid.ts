/** 100 ns ticks between 1601-01-01 and 1970-01-01, both UTC. */
const UNIX_EPOCH_TICKS = 116_444_736_000_000_000n;
const TICKS_PER_SECOND = 10_000_000n;

/** A Windows FILETIME: 100 ns ticks since 1601-01-01 UTC. */
export type FileTime = bigint;

export function fileTimeFromUnix(seconds: number): FileTime {
  const whole = Math.floor(seconds);
  const ticks = BigInt(Math.round((seconds - whole) * 10_000_000));
  return BigInt(whole) * TICKS_PER_SECOND + ticks + UNIX_EPOCH_TICKS;
}

/** Whole seconds, rounded down, as `create_time` shows them. */
export function unixFromFileTime(time: FileTime): number {
  return Number((time - UNIX_EPOCH_TICKS) / TICKS_PER_SECOND);
}

/**
 * `SSSSSSSS-PPPP-PPPP-TTTT-TTTTTTTTTTTT`: uint32 sensor, uint32 pid, uint64 start time, big-endian.
 * (contract/values.md, "Process id, segment id, unique_id")
 */
export function processGuid(sensorId: number, pid: number, start: FileTime): string {
  const sensor = hex(BigInt(sensorId >>> 0), 8);
  const process = hex(BigInt(pid >>> 0), 8);
  const time = hex(start, 16);
  return [sensor, process.slice(0, 4), process.slice(4), time.slice(0, 4), time.slice(4)].join('-');
}

/** The parent of pid 4 and of pid 1: pid 0, no start time. */
export function noProcessGuid(sensorId: number): string {
  return processGuid(sensorId, 0, 0n);
}

/** A parent that the sensor never saw: pid `ffff`, as the contract shows it. */
export function unknownParentGuid(sensorId: number): string {
  return `${hex(BigInt(sensorId >>> 0), 8)}-ffff-ffff-0000-000000000000`;
}

function hex(value: bigint, digits: number): string {
  return value.toString(16).padStart(digits, '0').slice(-digits);
}
