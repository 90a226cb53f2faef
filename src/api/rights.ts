import { lacksRight, type ServerFault } from '../errors/server-fault.ts';
import type { Http, HttpRequest } from '../transport/types.ts';

interface Right {
  readonly route: RegExp;
  readonly writes?: true;
  /** A field that the body has. */
  readonly field?: string;
  /** Behind "the right". */
  readonly right: string;
}

/** Who may do what, by route (contract/users-teams.md, banning.md, alerts.md, server-admin.md). The first that fits counts. */
const rights: readonly Right[] = [
  { route: /^\/api\/v1\/cblr/, right: 'to use Live Response' },
  { route: /^\/api\/v1\/banning/, writes: true, right: 'to ban hashes' },
  {
    route: /^\/api\/v1\/sensor/,
    writes: true,
    field: 'network_isolation_enabled',
    right: 'to isolate sensors',
  },
  { route: /^\/api\/v1\/sensor/, writes: true, right: 'to change sensors of this group' },
  { route: /^\/api\/v1\/alerts?\b/, writes: true, right: 'of a global administrator' },
  { route: /^\/api\/(users?|teams?|useractivity|login-caps)\b/, right: 'of a global administrator' },
  { route: /^\/api\/v1\/(storage|settings|ingress_whitelist|license)\b/, right: 'of a global administrator' },
  { route: /^\/api\/(license|site|group|v3\/group)\b/, writes: true, right: 'of a global administrator' },
  {
    route: /^\/api\/v1\/(feed|threat_report|watchlist)\b/,
    writes: true,
    right: 'to change what the server watches for',
  },
];

/** The same connection; where the server refuses a user (403) the error names the right that he would need. */
export function namingRights(http: Http): Http {
  return {
    async request(request) {
      try {
        return await http.request(request);
      } catch (error) {
        throw lacksRight(error) ? named(error, request) : error;
      }
    },
    close: () => http.close(),
    serverClock: http.serverClock,
  };
}

function named(error: ServerFault, { method, path, json }: HttpRequest): ServerFault {
  const has = (field: string): boolean =>
    typeof json === 'object' && json !== null && Object.hasOwn(json, field);
  const found = rights.find(
    ({ route, writes, field }) =>
      route.test(path) && (writes !== true || method !== 'GET') && (field === undefined || has(field)),
  );
  if (found === undefined) return error;
  const said = error.said === '' ? '' : `: ${error.said}`;
  return error.reworded({
    message: `the user of this token lacks the right ${found.right}: ${method} ${path} (403)${said}`,
    context: { right: found.right },
  });
}
