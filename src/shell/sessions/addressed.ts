import { CbError } from '../../errors/cb-error.ts';
import { findSpec } from '../../spec/registry.ts';
import type { VerbStatement } from '../../text/tokenise.ts';
import { builtins } from '../builtins/index.ts';
import { runners } from '../builtins/runners.ts';
import { addressOf } from './address.ts';
import type { Sessions } from './sessions.ts';
import type { SessionRef } from './shell-session.ts';

/** A statement without its address, and where it goes. */
export interface Addressed {
  readonly verb: VerbStatement;
  readonly on: SessionRef;
}

/** Without an address it goes to `otherwise`. `Usage` for a session that is none, and for what goes to no sensor. */
export function addressed(
  statement: VerbStatement,
  sessions: Sessions<unknown>,
  otherwise: SessionRef,
): Addressed {
  const address = addressOf(statement.words);
  if (address === undefined) return { verb: statement, on: otherwise };
  const on = sessions.named(address);
  const words = statement.words.slice(1);
  if (words.length === 0)
    throw new CbError('Usage', `@${address} wants a verb behind it`, { hint: `use ${address} goes there` });
  const own = findSpec(
    builtins,
    words.map(({ text }) => text),
  )?.spec;
  if (own !== undefined && !runners.includes(own)) {
    throw new CbError('Usage', `${own.name} is of the shell and goes to no sensor`, {
      hint: `without @${address}; use ${address} goes there`,
    });
  }
  return { verb: { ...statement, words }, on };
}
