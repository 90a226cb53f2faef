import type { NewFeed } from '../../api/resources/feeds.ts';
import type { Feed } from '../../api/wire/feed.ts';
import { CbError } from '../../errors/cb-error.ts';
import { hasStatus } from '../../errors/server-fault.ts';
import { lookBehind } from '../../ops/look-behind.ts';
import { proven } from '../../ops/proven.ts';
import type { Cell } from '../../spec/result.ts';
import { decodeSavedText } from '../../text/utf16.ts';
import { feedState } from '../../undo/kinds/feed.ts';
import { noThing } from '../../undo/states.ts';
import { bulk } from '../../views/bulk-rows.ts';
import { type QueryContext, query } from '../context.ts';

interface Item {
  readonly url: string;
  /** Once it is there. */
  feed?: Feed | undefined;
}

export const feedAdd = query({
  name: 'feed add',
  about: 'add a feed by the address that the server fetches it from',
  details:
    'The server fetches it at once, and refuses what it cannot reach. A feed of this address that is there already is left as it is. The password of --username is asked for on the terminal, or read from stdin, never taken from the command line.',
  group: 'feeds and reports',
  effect: 'changes',
  undo: 'kept',
  operands: {
    url: { kind: 'text', about: 'address of the feed document: https, http, or file on the server' },
  },
  options: {
    noVerify: { kind: 'flag', about: 'accept any certificate of that address' },
    proxy: { kind: 'flag', about: 'fetch it through the proxy of the server' },
    username: { kind: 'text', value: 'U', about: 'user at that address; the password is asked for' },
    cert: { kind: 'localPath', value: 'FILE', about: 'client certificate in PEM, with --key' },
    key: { kind: 'localPath', value: 'FILE', about: 'its private key in PEM' },
    disabled: { kind: 'flag', about: 'add it, and leave it disabled' },
  },
  search: ['create', 'subscribe', 'new'],
  examples: [
    {
      line: 'cbq feed add https://feeds.partner.example/intel.json --dry-run',
      shows: 'what would be sent',
    },
    {
      line: 'cbq feed add https://feeds.partner.example/intel.json --proxy --no-verify --disabled',
      shows: 'id and name of the feed, which is not fetched until it is enabled',
    },
  ],
  complete: { url: () => ['https://'] },
  async run({ url, ...input }, context) {
    const item: Item = { url: checkedUrl(url) };
    const feed: NewFeed = {
      feed_url: item.url,
      enabled: !input.disabled,
      validate_server_cert: !input.noVerify,
      use_proxy: input.proxy,
      ...(await clientCertificate(input.cert, input.key, context)),
      ...(await login(input.username, context)),
    };
    const { feeds } = await context.cb();
    return bulk(
      {
        items: [item],
        noun: 'feeds',
        verb: 'added',
        columns: [
          { field: 'id', head: 'id', of: (row) => row.feed?.wire['id'] as Cell, align: 'right' },
          { field: 'name', head: 'name', of: (row) => row.feed?.name, style: () => 'name' },
          { field: 'feed_url', head: 'url', of: (row) => row.url },
        ],
        async act(row, signal) {
          const listed = async () => (await feeds.list({ signal })).find((each) => each.url === row.url);
          row.feed = await listed();
          if (row.feed !== undefined) return { outcome: 'same' };
          const isListed = async () => (await listed()) !== undefined;
          const id = await proven(() => feeds.add(feed, { signal }), isListed).catch((error: unknown) => {
            throw unreachable(error, row.url);
          });
          if (context.dryRun) return { outcome: 'done' };
          row.feed = await lookBehind(id === undefined ? listed() : feeds.get(id, { signal }));
          if (row.feed !== undefined) {
            const thing = { kind: 'feed', path: row.feed.id } as const;
            const change = { thing, before: noThing, left: feedState(row.feed) };
            await context.keeper.change([change], async () => undefined);
            return { outcome: 'done' };
          }
          throw new CbError('CommandFailed', `the server took the feed ${row.url}, and does not list it`);
        },
      },
      context,
    );
  },
});

function checkedUrl(word: string): string {
  const text = word.trim();
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['https:', 'http:', 'file:'].includes(url.protocol)) {
    throw new CbError('Usage', `"${word}" is no address of a feed`, {
      hint: 'it begins with https://, http:// or file://',
    });
  }
  if (url.username === '' && url.password === '') return text;
  throw new CbError('Usage', 'the address holds a user or password, which others on this computer can read', {
    hint: 'name the user with --username; the password is asked for',
  });
}

async function clientCertificate(
  cert: string | undefined,
  key: string | undefined,
  { runtime: { files }, signal }: QueryContext,
): Promise<Pick<NewFeed, 'ssl_client_crt' | 'ssl_client_key'>> {
  if (cert === undefined && key === undefined) return {};
  if (cert === undefined || key === undefined) throw new CbError('Usage', '--cert and --key go together');
  const read = async (path: string, what: string): Promise<string> => {
    const text = await files.readText(files.resolve(path), { signal });
    if (/-----BEGIN [A-Z0-9 ]+-----/.test(text)) return text;
    throw new CbError('Usage', `${path} holds no ${what} in PEM`);
  };
  return { ssl_client_crt: await read(cert, 'certificate'), ssl_client_key: await read(key, 'private key') };
}

/** A password has at most so many bytes. */
const longest = 4096;

async function login(
  username: string | undefined,
  { ask, runtime: { streams } }: QueryContext,
): Promise<Pick<NewFeed, 'username' | 'password'>> {
  if (username === undefined) return {};
  if (ask.canPrompt) return { username, password: await ask.secret(`password of ${username} at the feed`) };
  let bytes = Buffer.alloc(0);
  for await (const chunk of streams.in) {
    bytes = Buffer.concat([bytes, Buffer.from(chunk as Uint8Array)]);
    if (bytes.length > longest) throw new CbError('Usage', 'what stdin holds is too long for a password');
  }
  const [password = ''] = decodeSavedText(bytes).split(/\r?\n/, 1);
  if (password !== '') return { username, password };
  throw new CbError(
    'Usage',
    `there is no terminal to ask for the password of ${username}, and stdin holds none`,
    {
      hint: 'give it on stdin: cbq feed add URL --username U < FILE',
    },
  );
}

/** 500 is how a server says that it could not fetch the feed (contract/feeds-reports.md). */
function unreachable(error: unknown, url: string): unknown {
  if (!hasStatus(error, 500)) return error;
  const words = error.said === '' ? '' : `: ${error.said}`;
  return error.reworded({
    message: `the server could not fetch ${url} (500)${words}`,
    hint: 'it must reach the address from where it stands: try --proxy, --no-verify or --username',
  });
}
