import { CbError, isCbError } from '../../errors/cb-error.ts';
import { hasStatus } from '../../errors/server-fault.ts';
import { shownMd5 } from '../../text/md5.ts';
import type { Http } from '../../transport/types.ts';
import { jsonArrayItems } from '../json-array.ts';
import { path } from '../path.ts';
import { type Ban, readBan } from '../wire/ban.ts';
import { type CallOptions, misfit, mustBeOwn, objectOf } from './replies.ts';
import { readAt, writeAt } from './requests.ts';

export interface BanListOptions extends CallOptions {
  /** Told where the server gave as many as it ever gives: there may be more. */
  readonly onCut?: (count: number) => void;
}

export interface BanText {
  readonly text: string;
  readonly enabled: boolean;
}

export type Bans = ReturnType<typeof createBans>;

const route = '/api/v1/banning/blacklist';
/** Without a count the server stops at 500. */
const firstCount = 10_000;
const mostCount = 10_000_000;

/** `/api/v1/banning/blacklist` (contract/banning.md). MD5s go out in lower case, as the server keeps them. */
export function createBans(http: Http) {
  const at = (md5: string): string => path`/api/v1/banning/blacklist/${hex(md5)}`;

  return {
    /** All of them, as they come: an answer that is as long as was asked for is asked for again, longer. */
    async *all({ onCut, ...options }: BanListOptions = {}): AsyncGenerator<Ban> {
      const given = new Set<string>();
      let before = -1;
      for (let count = firstCount; ; count *= 4) {
        let length = 0;
        let isFit = false;
        const reply = await readAt(http, route, options, { count });
        if (reply.status === 204) return await reply.discard();
        for await (const item of jsonArrayItems(reply.body, 'bans')) {
          length += 1;
          const ban = readBan(item);
          isFit ||= ban.md5 !== '';
          if (!isFit) throw misfit([item], reply, 'is no list of bans');
          if (given.has(ban.md5)) continue;
          if (ban.md5 !== '') given.add(ban.md5);
          yield ban;
        }
        if (length === before) onCut?.(length);
        if (length < count || length === before || count > mostCount) return;
        before = length;
      }
    },
    /** Undefined for a hash that never was banned: 404, or 409 on older servers. */
    async find(md5: string, options?: CallOptions): Promise<Ban | undefined> {
      try {
        const ban = readBan(await objectOf(await readAt(http, at(md5), options), 'ban', 'md5hash'));
        mustBeOwn('hash', hex(md5), ban.md5);
        return ban;
      } catch (error) {
        if (isAbsence(error)) return undefined;
        throw error;
      }
    },
    /** Bans it, or enables a disabled ban. False where the server says that there is such a ban already (409). */
    async add(md5: string, text: string, options?: CallOptions): Promise<boolean> {
      try {
        await writeAt(http, 'POST', route, { md5hash: hex(md5), text, enabled: true }, options);
        return true;
      } catch (error) {
        if (hasStatus(error, 409)) return false;
        throw error;
      }
    },
    /** Says anew what a ban is for, and whether it is enabled. */
    async update(md5: string, { text, enabled }: BanText, options?: CallOptions): Promise<void> {
      await writeAt(http, 'PUT', at(md5), { md5hash: hex(md5), text, enabled }, options);
    },
    /** Disables it and clears its text; the record stays. Kind `NotFound` for a hash that was not banned. */
    async remove(md5: string, options?: CallOptions): Promise<void> {
      try {
        await writeAt(http, 'DELETE', at(md5), undefined, options);
      } catch (error) {
        if (!isAbsence(error)) throw error;
        throw new CbError('NotFound', `${shownMd5(hex(md5))} is not banned`, { cause: error });
      }
    },
  };
}

function hex(md5: string): string {
  return md5.trim().toLowerCase();
}

function isAbsence(error: unknown): boolean {
  return isCbError(error, 'NotFound') || hasStatus(error, 409);
}
