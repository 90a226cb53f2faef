import { QueueFields } from './fields.ts';

/** One stay of a host on the queue. */
export interface HostJob {
  /** Hash of the plan that it belongs to. */
  readonly plan: string;
  readonly run: string;
  readonly host: number;
  readonly name: string;
  readonly os: string;
  /** Another one each time that the host is put there. */
  readonly turn: number;
  /** Unix ms: it is not begun with behind that. */
  readonly expiresMs: number;
}

export const mostJob = 4000;

/** By what the queue tells one from another: it takes none twice. Without a colon, which divides its own names. */
export function jobId({ run, host, turn }: Pick<HostJob, 'run' | 'host' | 'turn'>): string {
  return `${run}.${host}.${turn}`;
}

export function writeJob(job: HostJob): string {
  return JSON.stringify({ v: 1, is: 'host', ...job });
}

/** Kind `BadReply`. */
export function readJob(text: string): HostJob {
  const fields = QueueFields.of(text, 'a job on the queue', mostJob);
  fields.oneOf('is', ['host']);
  return {
    plan: fields.text('plan', 64),
    run: fields.text('run', 64),
    host: fields.count('host'),
    name: fields.text('name'),
    os: fields.text('os', 100),
    turn: fields.count('turn'),
    expiresMs: fields.number('expiresMs'),
  };
}
