import { WriteFault } from '../../errors/write-fault.ts';
import { toId } from '../../text/number.ts';
import type { Http } from '../../transport/types.ts';
import { path } from '../path.ts';
import { type IngressFilter, readIngressFilter } from '../wire/ingress-filter.ts';
import { isObject, type WireObject } from '../wire/read.ts';
import { refusalOf } from './refusal.ts';
import { type CallOptions, callOptions, listOf } from './replies.ts';
import { readAt, removeAt, writeAt } from './requests.ts';

/** What is sent of a new filter, by the names of the wire; the server takes the rest as `contract/server-admin.md` has it. */
export interface NewIngressFilter extends WireObject {
  /** Letters, digits and dashes. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
}

export type IngressFilters = ReturnType<typeof createIngressFilters>;

const at = '/api/v1/ingress_whitelist';
const here = (options: CallOptions | undefined): CallOptions => ({ ...options, since: '6.1' });

/** `/api/v1/ingress_whitelist` (6.1). Global administrators only. */
export function createIngressFilters(http: Http) {
  return {
    async list(options?: CallOptions): Promise<readonly IngressFilter[]> {
      return (await listOf(await readAt(http, at, here(options)), 'ingress filters', 'id', 'name')).map(
        readIngressFilter,
      );
    },

    /** An array of one goes out, and an array of its id comes back. Gives that id; undefined in a dry run. */
    async create(filter: NewIngressFilter, options?: CallOptions): Promise<string | undefined> {
      const json = [filter];
      const reply = await http.request({
        method: 'POST',
        path: at,
        json,
        effect: 'writes',
        ...callOptions(here(options)),
      });
      if (reply.notSent === true) return undefined;
      const said: unknown = reply.status === 204 ? await reply.discard() : await reply.json();
      const id = Array.isArray(said) && said.length === 1 ? toId(said[0]) : undefined;
      if (id !== undefined) return id;
      const refusal = isObject(said) ? refusalOf(said) : undefined;
      throw refusal === undefined
        ? new WriteFault('the server does not say what came of the request', true)
        : new WriteFault(`the server refused it: ${reply.mask(refusal)}`, false);
    },

    async update(id: string, filter: WireObject, options?: CallOptions): Promise<void> {
      await writeAt(http, 'PUT', path`/api/v1/ingress_whitelist/${id}`, filter, here(options));
    },

    async remove(id: string, options?: CallOptions): Promise<void> {
      await removeAt(http, path`/api/v1/ingress_whitelist/${id}`, here(options));
    },
  };
}
