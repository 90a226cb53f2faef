import { proven } from '../ops/proven.ts';

/**
 * Makes an object and gives its id: as the server says it, else by another look (`made`), which also tells what came of a request whose
 * reply proves nothing. Undefined in a dry run.
 */
export async function createListed(
  create: () => Promise<string | undefined>,
  made: () => Promise<{ readonly id: number } | undefined>,
  isDryRun: boolean,
): Promise<string | undefined> {
  const id = await proven(create, async () => (await made()) !== undefined);
  if (id !== undefined || isDryRun) return id;
  return (await made())?.id.toString();
}
