import { CbError } from '../errors/cb-error.ts';
import { proven } from '../ops/proven.ts';
import type { Result } from '../spec/result.ts';
import { toNumber } from '../text/number.ts';
import { bulk } from '../views/bulk-rows.ts';
import type { QueryContext } from './context.ts';
import { idAndName } from './id-and-name.ts';

interface Named {
  readonly id: number;
  readonly name: string;
}

interface Making {
  readonly name: string;
  /** Known once it is made. */
  id?: number | string | undefined;
}

/** The name of something new. Kind `Usage` for none. */
export function newName(noun: string, typed: string): string {
  const name = typed.trim();
  if (name === '') throw new CbError('Usage', `a ${noun} needs a name`);
  return name;
}

/** Kind `CommandFailed` where something has the name already, in whatever case. */
export function mustBeNew(noun: string, name: string, all: readonly Named[]): void {
  const taken = all.find((each) => each.name.toLowerCase() === name.toLowerCase());
  if (taken === undefined) return;
  throw new CbError('CommandFailed', `there is a ${noun} "${taken.name}" already: ${taken.id}`, {
    hint: 'choose another name',
  });
}

/**
 * Makes an object and shows its id: as the server says it, else by another look at the list, which also tells what came of a request whose
 * reply proves nothing.
 */
export function createNamed(
  noun: string,
  name: string,
  {
    create,
    list,
  }: {
    readonly create: (signal: AbortSignal) => Promise<string | undefined>;
    readonly list: (signal: AbortSignal) => Promise<readonly Named[]>;
  },
  context: QueryContext,
): Result {
  const making: Making = { name };
  return bulk(
    {
      items: [making],
      noun: `${noun}s`,
      verb: 'created',
      columns: idAndName,
      async act(item, signal) {
        const made = async () => (await list(signal)).find((each) => each.name === name);
        const said = await proven(
          () => create(signal),
          async () => (await made()) !== undefined,
        );
        item.id = toNumber(said) ?? said ?? (context.dryRun ? undefined : (await made())?.id);
        return { outcome: 'done' };
      },
    },
    context,
  );
}
