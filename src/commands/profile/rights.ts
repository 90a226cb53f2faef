import type { Cb } from '../../api/client.ts';
import { isCbError } from '../../errors/cb-error.ts';
import { lacksRoute } from '../../errors/server-fault.ts';
import type { CommandContext } from '../context.ts';

/** Something that a token may do or not. */
export interface Right {
  readonly right: string;
  /** Null: nobody has said so. */
  readonly granted: boolean | null;
  readonly because: string;
}

/** What only a write would show (contract/users-teams.md): an analyst may have any of them. */
const bySendingOnly = [
  'ban hashes',
  'isolate sensors',
  'change sensors and their groups',
  'uninstall sensors',
  'change what the server watches for',
] as const;

/** Asks for what each right opens to read. What else goes wrong than a refusal is thrown. */
export async function rightsOfToken(
  name: string | undefined,
  { program, signal }: Pick<CommandContext, 'program' | 'signal'>,
): Promise<readonly Right[]> {
  const profile = await program.profile(name);
  const cb = await program.reach({ ...profile, readonly: true });
  try {
    await cb.serverInfo.info({ signal });
    const login: Right = { right: 'read', granted: true, because: 'the server takes the token' };
    const admin = await administrator(cb, signal);
    const live = await liveResponse(cb, signal);
    return [login, admin, live, ...bySendingOnly.map((right) => inherited(right, admin))];
  } finally {
    await cb.close();
  }
}

/** Only global administrators may list users and partitions; one refusal says no. */
async function administrator(cb: Cb, signal: AbortSignal): Promise<Right> {
  const right = 'be a global administrator';
  const asked = [
    await may(() => cb.users.list({ signal })),
    await may(() => cb.serverInfo.partitions({ signal })),
  ];
  const refused = asked.find(({ granted }) => granted === false);
  const answered = asked.find(({ granted }) => granted === true);
  const noRoute = { granted: null, because: 'this server has no route that tells' };
  return { right, ...(refused ?? answered ?? noRoute) };
}

async function liveResponse(cb: Cb, signal: AbortSignal): Promise<Right> {
  const right = 'use Live Response';
  try {
    return { right, ...(await may(() => cb.liveResponse.sessions({ activeOnly: true, signal }))) };
  } catch (error) {
    if (isCbError(error, 'LiveResponseOff'))
      return { right, granted: null, because: 'it is switched off on the server' };
    throw error;
  }
}

async function may(ask: () => Promise<unknown>): Promise<Omit<Right, 'right'>> {
  try {
    await ask();
    return { granted: true, because: 'the server answers what only they may ask' };
  } catch (error) {
    if (isCbError(error, 'Auth')) return { granted: false, because: `the server says: ${error.message}` };
    if (lacksRoute(error)) return { granted: null, because: 'this server has no route that tells' };
    throw error;
  }
}

function inherited(right: string, { granted }: Right): Right {
  if (granted === true) return { right, granted, because: 'a global administrator has it' };
  return { right, granted: null, because: 'only a write would show it' };
}
