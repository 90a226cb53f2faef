import { join } from 'node:path';
import { CbError } from '../../errors/cb-error.ts';
import type { AroundOptions, WriteOptions } from '../command-options.ts';
import { makeDirectories, makeDirectory, statEntry } from '../files.ts';
import type { Workplace } from '../workplace.ts';
import { Failures, type Transferred } from './tree.ts';
import { mustBeFile, type UploadOptions, upload } from './upload.ts';

export interface UploadTreeOptions extends Pick<UploadOptions, 'force' | 'signal' | 'dryRun' | 'around'> {
  /** What is on the sensor with the same size stays there. */
  readonly resume: boolean;
  readonly onProgress: (local: string, done: number, total: number) => void;
}

/**
 * Puts what is in a local folder and below into the remote directory `target`, which is made when it is not there; one row for each
 * file as it ends. Local links are left out, and said so.
 */
export async function* uploadTree(
  work: Workplace,
  source: string,
  target: string,
  options: UploadTreeOptions,
): AsyncGenerator<Transferred> {
  const { signal } = options;
  const failures = new Failures(signal);
  await makeDirectories(work, target, options);
  const queue = [{ local: source, remote: target }];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const below: typeof queue = [];
    for (const { name } of await work.files.list(next.local)) {
      const local = join(next.local, name);
      const remote = work.paths.join(next.remote, name);
      try {
        if (!work.paths.canMake(name)) throw unusable(work, name);
        const there = await work.files.stat(local);
        if (there?.isLink === true) work.note(`${local} is a link: left out`);
        else if (there?.isDirectory === true) {
          await makeMissing(work, remote, options);
          below.push({ local, remote });
        } else yield failures.passed(await one(work, local, remote, options));
      } catch (error) {
        yield failures.row(remote, local, error);
      }
    }
    queue.push(...below.reverse());
  }
}

async function one(
  work: Workplace,
  local: string,
  remote: string,
  options: UploadTreeOptions,
): Promise<Transferred> {
  if (options.resume) {
    const [here, there] = [
      await mustBeFile(work.files, local),
      await statEntry(work, remote, options.signal),
    ];
    if (there !== undefined && !there.isDirectory && there.size === here.size)
      return { remote, local, size: here.size, sha256: undefined, outcome: 'same' };
  }
  const put = await upload(work, local, remote, {
    ...options,
    onProgress: (done, total) => options.onProgress(local, done, total),
  });
  if (put.sent) return { ...put, outcome: 'done' };
  const { size } = await mustBeFile(work.files, local);
  return { remote, local, size, sha256: undefined, outcome: 'held' };
}

async function makeMissing(
  work: Workplace,
  remote: string,
  how: WriteOptions & AroundOptions,
): Promise<void> {
  const there = await statEntry(work, remote, how.signal);
  if (there === undefined) await makeDirectory(work, remote, how);
  else if (!there.isDirectory)
    throw new CbError('CommandFailed', `${remote} is on the sensor, and is a file`);
}

function unusable(work: Workplace, name: string): CbError {
  return new CbError('Usage', `${name} is no name that ${work.session.sensor.hostname} can have`, {
    hint: 'rename it here, or put it alone under another name',
  });
}
