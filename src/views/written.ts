import { type DoneResult, done, type Result } from '../spec/result.ts';

/** The result of a write that has nothing to show. In a dry run nothing was done, and nothing is said to be. */
export function written(
  { dryRun }: { readonly dryRun: boolean },
  sentence: string,
  fields: DoneResult['fields'],
): Result {
  return dryRun ? done('dry run: nothing was sent') : done(sentence, fields);
}
