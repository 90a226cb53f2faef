import type { Run, RunRules, Step } from '../store/run-types.ts';

interface HasRules {
  readonly rules: Pick<RunRules, 'playbook'>;
}

/** Failures of these steps are no concern of the host's own end. */
export function mayFail({ rules: { playbook } }: HasRules, step: number): boolean {
  return playbook?.goesOn.includes(step) === true;
}

/** The step that is next where a host is to do no more than what its playbook does in any case; undefined where there is nothing of it. */
export function cleanupBehind(
  { rules: { playbook }, steps }: HasRules & Pick<Run, 'steps'>,
  step: number,
): number | undefined {
  const from = playbook?.cleanupFrom;
  if (from === undefined) return undefined;
  const next = Math.max(from, step + 1);
  return next <= steps.length ? next : undefined;
}

export function isCleanup({ rules: { playbook } }: HasRules, { number }: Pick<Step, 'number'>): boolean {
  return playbook?.cleanupFrom !== undefined && number >= playbook.cleanupFrom;
}
