import type { Cb } from '../api/client.ts';
import type { ListedKind } from '../api/listed-names.ts';
import { isOpen } from '../ops/session-list.ts';
import type { CompletionProvider, CompletionProviders } from '../spec/completion-values.ts';
import { typable } from '../text/typable.ts';
import type { Environment } from './environment.ts';

type Lister = (
  cb: Cb,
  word: string,
  signal: AbortSignal,
  operands: readonly string[],
) => Promise<readonly string[]>;

const listers: Readonly<Record<ListedKind, Lister>> = {
  sensor: sensorNames,
  group: async (cb, _word, signal) => namesOf(await cb.sensorGroups.list({ signal })),
  site: async (cb, _word, signal) => namesOf(await cb.sites.list({ signal })),
  user: async (cb, _word, signal) => (await cb.users.list({ signal })).map(({ username }) => username),
  team: async (cb, _word, signal) => namesOf(await cb.teams.list({ signal })),
  feed: async (cb, _word, signal) => namesOf(await cb.feeds.list({ signal })),
  watchlist: async (cb, _word, signal) => namesOf(await cb.watchlists.list({ signal })),
  investigation: async (cb, _word, signal) => namesOf(await cb.investigations.list({ signal })),
  partition: async (cb, _word, signal) => namesOf(await cb.serverInfo.partitions({ signal })),
  filter: async (cb, _word, signal) => (await cb.ingressFilters.list({ signal })).map(({ id }) => id),
};

/** Sensors of one answer: who wants another one types more of its name. */
const mostSensors = 200;

/**
 * What the server of the profile in use names: from what it named in the last minutes, else it is asked - with a token that stands in the
 * profile only, as a `token_command` may open windows. None of it is trusted: what cannot be typed safely is left out.
 */
export function nameProviders(environment: Environment): CompletionProviders {
  const ask = async (list: Lister, ...typed: Parameters<CompletionProvider>): Promise<readonly string[]> => {
    const { asksForToken } = await environment.profile();
    return asksForToken ? [] : typable(await list(await environment.cb(), ...typed));
  };
  const named = (kind: ListedKind): CompletionProvider => {
    return async (word, signal, operands) => {
      const known = (await (await environment.knownNames())?.of(kind)) ?? [];
      const start = word.toLowerCase();
      const fitting = typable(known).filter((name) => name.toLowerCase().startsWith(start));
      // Of sensors not all need be known.
      const isEnough = fitting.length > 0 || (known.length > 0 && kind !== 'sensor');
      return isEnough ? fitting : await ask(listers[kind], word, signal, operands);
    };
  };
  const providers: Partial<Record<ListedKind, CompletionProvider>> = {};
  for (const kind of Object.keys(listers) as ListedKind[]) providers[kind] = named(kind);
  return {
    ...providers,
    profile: async () => typable([...(await environment.profileNames()), 'lab']),
    case: async () => typable(await environment.caseNames()),
    savedQuery: async () => typable(await environment.savedQueryNames()),
    run: async () => (await environment.runNumbers()).map(String).reverse(),
    session: (...typed) => ask(sessionIds, ...typed),
    commandId: (...typed) => ask(commandIds, ...typed),
    fileId: (...typed) => ask(fileIds, ...typed),
  };
}

function namesOf(objects: readonly { readonly name: string }[]): readonly string[] {
  return objects.map(({ name }) => name);
}

/** Hostnames, and ids where digits are typed. The server's filter minds the case, and finds parts. */
async function sensorNames(cb: Cb, word: string, signal: AbortSignal): Promise<readonly string[]> {
  const names: string[] = [];
  const isId = /^\d+$/.test(word);
  const find = async (filter: { readonly hostname?: string }): Promise<void> => {
    const { pages, read } = cb.sensors;
    for await (const { documents } of pages(filter, { rows: mostSensors, limit: mostSensors, signal })) {
      for (const { wire } of documents) {
        const { id, name } = read(wire);
        names.push(name);
        if (isId) names.push(String(id));
      }
    }
  };
  const spellings = new Set([word, word.toUpperCase(), word.toLowerCase(), ...(isId ? [''] : [])]);
  await Promise.all([...spellings].map((hostname) => find(hostname === '' ? {} : { hostname })));
  return names;
}

async function sessionIds(cb: Cb, _word: string, signal: AbortSignal): Promise<readonly string[]> {
  return (await cb.liveResponse.sessions({ signal })).map(({ id }) => String(id));
}

/** Of the session that is open on the sensor in front of it: none is opened for Tab. */
async function openSessionOn(cb: Cb, [sensor = '']: readonly string[], signal: AbortSignal) {
  const host = sensor.toLowerCase();
  const sessions = (await cb.liveResponse.sessions({ activeOnly: true, signal })).filter(isOpen);
  return sessions.find(
    ({ sensorId, hostname }) => String(sensorId) === sensor || hostname.toLowerCase() === host,
  );
}

async function commandIds(
  cb: Cb,
  _word: string,
  signal: AbortSignal,
  operands: readonly string[],
): Promise<readonly string[]> {
  const session = await openSessionOn(cb, operands, signal);
  if (session === undefined) return [];
  const commands = await cb.liveResponse.commands(session.id, { signal });
  return commands.filter((command) => !command.isOver).map(({ id }) => String(id));
}

async function fileIds(
  cb: Cb,
  _word: string,
  signal: AbortSignal,
  operands: readonly string[],
): Promise<readonly string[]> {
  const session = await openSessionOn(cb, operands, signal);
  if (session === undefined) return [];
  return (await cb.liveResponse.files(session.id, { signal })).map(({ id }) => String(id));
}
