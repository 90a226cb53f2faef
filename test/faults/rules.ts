import type { Fault } from './faults.ts';
import type { Job } from './jobs.ts';
import type { Outcome } from './run-cell.ts';

/** Words that own up to not knowing, or to what stays behind. */
const ownsUp =
  /\bunknown\b|not known|may (?:be|have|still|go)\b|all the same|meanwhile|perhaps|stays?\b|look (?:at|for)|could not be (?:told|seen|read|checked)|ended with exit code/i;

/**
 * What must be true whatever happened, told from the server's own log and the job without a fault: each broken rule in words. No row
 * that breaks one can be written into the table.
 */
export function brokenRules(job: Job, fault: Fault, outcome: Outcome, plain: Outcome): readonly string[] {
  const broken: string[] = [];
  const said = `${outcome.stdout}\n${outcome.stderr}`;
  const { exitCode, acted } = outcome;
  const most = job.mainWrites ?? 1;

  if (exitCode === 'hangs') return ['hangs'];
  if (exitCode === 70 || /\bat .+:\d+:\d+\)?$/m.test(said)) broken.push('a fault of the program itself');
  if (exitCode === 130 || exitCode === 143) broken.push('ends as by a signal that nobody sent');
  // An empty array is how the server says that it has none.
  const isEmptied = job.name === 'watchlist' && fault.how === '[]';
  if (exitCode === 0 && job.mainWrite === undefined && outcome.stdout !== plain.stdout && !isEmptied)
    broken.push('success with another result');
  if (exitCode === 0 && acted < most && job.mainWrite !== undefined)
    broken.push('success, though nothing was done');
  if (acted > most) broken.push(`done ${acted} times`);
  if (exitCode !== 0 && acted > 0 && !ownsUp.test(said)) broken.push('done, and told as a failure');
  // With 204 the server says itself that it never collected a binary.
  const isSaid = job.name === 'binary download' && fault.how === '204';
  if (exitCode === 3 && !isSaid) broken.push('says that something is not there, which is');
  if (exitCode !== 0 && outcome.stderr.trim() === '' && !/"outcome"/.test(outcome.stdout))
    broken.push('fails without a word');
  if (/page|login/.test(fault.how) && /Corporate proxy<|<html/i.test(outcome.stdout))
    broken.push('a page among the results');
  if (outcome.sessionsLeft > 0 && !/session \d+|a session may/.test(outcome.stderr))
    broken.push('leaves a session without a word');
  for (const [name, bytes] of outcome.contents) broken.push(...brokenFile(name, bytes, outcome, plain));
  return broken;
}

function brokenFile(name: string, bytes: Buffer, { files }: Outcome, plain: Outcome): readonly string[] {
  const whole = plain.contents.get(name.replace(/\.part(?:\..*)?$/, ''));
  if (name.endsWith('.part')) {
    return whole?.subarray(0, bytes.byteLength).equals(bytes) === true
      ? []
      : [`${name} holds what is not the file's`];
  }
  if (/\.part\./.test(name)) return [];
  return files.get(name) === plain.files.get(name) ? [] : [`${name} is not what was fetched`];
}
