import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Ban, banWire, isMd5, newestEntry } from '../bans/ban.ts';
import { type LabFailure, refuseJson } from '../failure.ts';
import { one } from '../fleet/select-sensors.ts';
import { asRecord, isTrue } from '../json.ts';
import { mustHave, userOf } from '../users/must-have.ts';
import type { LabWorld } from '../world.ts';

type ByMd5 = { Params: { md5: string } };

/** A list without `count` ends here, with no word that there is more. */
const shortList = 500;

const success = { result: 'success' } as const;

/** Bans by MD5 (contract/banning.md). Refusals are lists of one sentence, as clients read them. */
export function banRoutes(app: FastifyInstance, world: LabWorld): void {
  const path = '/api/v1/banning/blacklist';
  const { bans, era, clock } = world;

  const existing = (md5: string): Ban => {
    const ban = bans.get(md5);
    if (ban === undefined) throw refusal(era.noSuchBan, `Hash ${md5} does not exist`);
    return ban;
  };
  const note = (request: FastifyRequest, md5: string, text: string | null, enabled: boolean) => {
    const { username } = userOf(request);
    const userId = world.users.accounts.get(username)?.id ?? 0;
    bans.note(md5, { username, userId, atMs: clock.nowMs(), text, enabled });
    world.save();
    return success;
  };

  app.get<{ Querystring: { count?: string | string[] } }>(path, async ({ query }) => {
    const count = one(query.count) ?? '';
    return bans.list(/^\d{1,9}$/.test(count) ? Number(count) : shortList).map(banWire);
  });

  app.get<ByMd5>(`${path}/:md5`, async ({ params }) => banWire(existing(params.md5)));

  app.post(path, async (request) => {
    mustHave(request, 'banHashes');
    const sent = asRecord(request.body);
    const md5 = String(sent['md5hash'] ?? '');
    if (!isMd5(md5)) throw refusal(400, `Invalid MD5 hash: ${md5}`);
    const known = bans.get(md5);
    if (known !== undefined && newestEntry(known).enabled) throw refusal(409, `Hash ${md5} already exists`);
    return note(request, md5, textOf(sent), sent['enabled'] === undefined || isTrue(sent['enabled']));
  });

  app.put<ByMd5>(`${path}/:md5`, async (request) => {
    mustHave(request, 'banHashes');
    const { md5, ...ban } = existing(request.params.md5);
    const sent = asRecord(request.body);
    const now = newestEntry({ md5, ...ban });
    return note(
      request,
      md5,
      sent['text'] === undefined ? now.text : textOf(sent),
      sent['enabled'] === undefined ? now.enabled : isTrue(sent['enabled']),
    );
  });

  // The record stays, disabled, and loses its text.
  app.delete<ByMd5>(`${path}/:md5`, async (request) => {
    mustHave(request, 'banHashes');
    return note(request, existing(request.params.md5).md5, null, false);
  });
}

function textOf(sent: Readonly<Record<string, unknown>>): string | null {
  const text = sent['text'];
  return text === undefined || text === null ? null : String(text);
}

function refusal(status: number, sentence: string): LabFailure {
  return refuseJson(status, [sentence]);
}
