/** What a request is for, by its route: the places at which something can go wrong. */
export type Place =
  | 'sessions'
  | 'open'
  | 'session'
  | 'close'
  | 'commands'
  | 'command'
  | 'poll'
  | 'upload'
  | 'file'
  | 'content'
  | 'cancel'
  | 'drop'
  | 'read'
  | 'write';

export interface Asked {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly place: Place;
  /** The name of a command object that is posted. */
  readonly command: string | undefined;
}

const session = '/api/v1/cblr/session';
const routes: readonly (readonly [Place, string, RegExp])[] = [
  ['sessions', 'GET', new RegExp(`^${session}$`)],
  ['open', 'POST', new RegExp(`^${session}$`)],
  ['session', 'GET', new RegExp(`^${session}/\\d+(?:/keepalive)?$`)],
  ['close', 'PUT', new RegExp(`^${session}/\\d+$`)],
  ['commands', 'GET', new RegExp(`^${session}/\\d+/command$`)],
  ['command', 'POST', new RegExp(`^${session}/\\d+/command$`)],
  ['poll', 'GET', new RegExp(`^${session}/\\d+/command/\\d+$`)],
  ['cancel', 'PUT', new RegExp(`^${session}/\\d+/command/\\d+$`)],
  ['upload', 'POST', new RegExp(`^${session}/\\d+/file$`)],
  ['file', 'GET', new RegExp(`^${session}/\\d+/file(?:/\\d+)?$`)],
  ['drop', 'DELETE', new RegExp(`^${session}/\\d+/file/\\d+$`)],
  ['drop', 'PUT', new RegExp(`^${session}/\\d+/file/\\d+$`)],
  ['content', 'GET', new RegExp(`^${session}/\\d+/(?:file/\\d+/content|archive)$`)],
  ['content', 'GET', /^\/api\/v1\/binary\/[0-9A-Fa-f]{32}$/],
];

export function askedOf(method: string, url: string, body: Buffer): Asked {
  const path = url.split('?', 1)[0] ?? url;
  const known = routes.find(([, itsMethod, form]) => itsMethod === method && form.test(path));
  const place = known?.[0] ?? (method === 'GET' ? 'read' : 'write');
  return { method, url, place, command: place === 'command' ? commandOf(body) : undefined };
}

function commandOf(body: Buffer): string | undefined {
  const sent: unknown = JSON.parse(body.toString('utf8'));
  return typeof sent === 'object' && sent !== null && 'name' in sent ? String(sent.name) : undefined;
}
