import type { Http, HttpReply, HttpRequest, RequestEffect } from '../../transport/types.ts';
import { path } from '../path.ts';
import { type CommandObject, type CommandRequest, readCommandObject } from '../wire/command-object.ts';
import { readSession, type Session } from '../wire/session.ts';
import { readSessionFile, type SessionFile } from '../wire/session-file.ts';
import { archiveTypes, contentReply } from './content-reply.ts';
import { explainRefusal, type Wanted } from './live-response-errors.ts';
import {
  type CallOptions,
  callOptions,
  listOf,
  mustBeOwn,
  mustHaveId,
  objectOf,
  type Sent,
} from './replies.ts';

/** What a session is asked for with; timeouts in seconds, `storage_ttl` in days (contract/live-response.md). */
export interface NewSession extends SessionTimeouts {
  readonly sensor_id: number;
}

export interface SessionTimeouts {
  readonly checkin_timeout?: number;
  readonly session_timeout?: number;
  readonly sensor_wait_timeout?: number;
  readonly default_command_timeout?: number;
  readonly storage_ttl?: number;
}

/** `effect` says whether a dry run prints the request and a readonly profile refuses it. */
export interface EffectOptions extends CallOptions {
  readonly effect?: RequestEffect;
}

export type LiveResponse = ReturnType<typeof createLiveResponse>;

/**
 * `/api/v1/cblr`: sessions, their command objects and their files. Thin: one method, one request. What a refusal means is its kind
 * (see `explainRefusal`).
 */
export function createLiveResponse(http: Http) {
  // Of some hundred bytes: packing and unpacking them takes longer than sending them.
  const short = { identity: true } as const;
  const call = async (request: HttpRequest, wanted: Wanted, id?: number): Promise<HttpReply> => {
    try {
      return await http.request(request);
    } catch (error) {
      throw explainRefusal(error, wanted, id);
    }
  };
  const get = (
    at: string,
    wanted: Wanted,
    options?: CallOptions,
    query?: HttpRequest['query'],
    more: Pick<HttpRequest, 'identity'> = {},
  ): Promise<HttpReply> =>
    call(
      {
        method: 'GET',
        path: at,
        effect: 'reads',
        ...callOptions(options),
        ...more,
        ...(query ? { query } : {}),
      },
      wanted,
    );

  return {
    /** All sessions of the server, also closed ones until they are purged; servers before 6.3 ignore `activeOnly`. */
    async sessions(
      options: CallOptions & { readonly activeOnly?: boolean } = {},
    ): Promise<readonly Session[]> {
      const query = options.activeOnly ? { active_only: true } : undefined;
      const reply = await get('/api/v1/cblr/session', 'list', options, query);
      return (await listOf(reply, 'sessions', 'id')).map(readSession);
    },

    /** Queues a session. Kinds `SessionExists`, `NotFound` for an unknown sensor, `NoFreeSlot`. */
    async createSession(session: NewSession, options?: EffectOptions): Promise<Session> {
      const reply = await call(
        {
          method: 'POST',
          path: '/api/v1/cblr/session',
          json: session,
          ...short,
          effect: options?.effect ?? 'reads',
          ...callOptions(options),
        },
        'new session',
      );
      const created = readSession(await objectOf(reply, 'session', 'id'));
      mustHaveId('session', created.id);
      mustBeOwn('sensor', session.sensor_id, created.sensorId);
      return created;
    },

    /** With `wait` the server holds its answer until the session is there, or its patience ends. */
    async session(id: number, options?: CallOptions & { readonly wait?: boolean }): Promise<Session> {
      const query = options?.wait ? { wait: true } : undefined;
      const reply = await get(path`/api/v1/cblr/session/${id}`, 'session', options, query, short);
      const session = readSession(await objectOf(reply, 'session', 'id'));
      mustBeOwn('session', id, session.id);
      return session;
    },

    /** A success means closed, whatever `state` the reply shows: servers answer `active` here. */
    async closeSession(id: number, options?: EffectOptions): Promise<Session> {
      const reply = await call(
        {
          method: 'PUT',
          path: path`/api/v1/cblr/session/${id}`,
          json: { id, status: 'close' },
          ...short,
          effect: options?.effect ?? 'reads',
          ...callOptions(options),
        },
        'session',
      );
      return readSession(await reply.json());
    },

    /** Only for an active session: on a pending one it ends it. */
    async keepalive(id: number, options?: CallOptions): Promise<Session> {
      const reply = await get(path`/api/v1/cblr/session/${id}/keepalive`, 'session', options);
      return readSession(await reply.json());
    },

    /** A gzip tar of commands, results and files, as a stream. A session without commands is refused, explained. */
    async archive(id: number, options?: CallOptions): Promise<HttpReply> {
      const reply = await call(
        {
          method: 'GET',
          path: path`/api/v1/cblr/session/${id}/archive`,
          effect: 'reads',
          identity: true,
          ...callOptions(options),
        },
        'archive',
        id,
      );
      return await contentReply(reply, 'the archive', archiveTypes);
    },

    /** Command objects without their results. `status` takes the filter's spellings: `completed`, `in progress`, `canceled`. */
    async commands(
      id: number,
      options: CallOptions & { readonly status?: string; readonly count?: number } = {},
    ): Promise<readonly CommandObject[]> {
      const query = { status: options.status, count: options.count };
      const reply = await get(path`/api/v1/cblr/session/${id}/command`, 'session', options, query);
      return (await listOf(reply, 'command objects', 'id')).map(readCommandObject);
    },

    /** Posts a command object; it is never posted twice. */
    async postCommand(
      id: number,
      command: CommandRequest,
      options: CallOptions & Pick<HttpRequest, 'effect' | 'beforeSent'>,
    ): Promise<Sent<{ readonly command: CommandObject }>> {
      const reply = await call(
        {
          method: 'POST',
          path: path`/api/v1/cblr/session/${id}/command`,
          json: { ...command, session_id: id },
          ...short,
          effect: options.effect,
          beforeSent: options.beforeSent,
          ...callOptions(options),
        },
        'session',
      );
      if (reply.notSent) return { sent: false };
      const posted = readCommandObject(await objectOf(reply, 'command object', 'status'));
      mustHaveId('command object', posted.id);
      mustBeOwn('session', id, posted.sessionId);
      return { sent: true, command: posted };
    },

    /** With `wait` the server holds its answer until the command is over, or its patience ends: it may still be pending then. */
    async command(
      id: number,
      commandId: number,
      options?: CallOptions & { readonly wait?: boolean },
    ): Promise<CommandObject> {
      const at = path`/api/v1/cblr/session/${id}/command/${commandId}`;
      const reply = await get(at, 'command', options, options?.wait ? { wait: true } : undefined);
      const command = readCommandObject(await objectOf(reply, 'command object', 'status'));
      mustBeOwn('command', commandId, command.id);
      mustBeOwn('session', id, command.sessionId);
      return command;
    },

    /** Only a pending command is canceled; look at the state that comes back. */
    async cancelCommand(id: number, commandId: number, options?: EffectOptions): Promise<CommandObject> {
      const reply = await call(
        {
          method: 'PUT',
          path: path`/api/v1/cblr/session/${id}/command/${commandId}`,
          json: { id: commandId, status: 'cancel' },
          effect: options?.effect ?? 'reads',
          ...callOptions(options),
        },
        'command',
      );
      return readCommandObject(await reply.json());
    },

    async files(id: number, options?: CallOptions): Promise<readonly SessionFile[]> {
      const reply = await get(path`/api/v1/cblr/session/${id}/file`, 'session', options);
      return (await listOf(reply, 'files', 'id')).map(readSessionFile);
    },

    async file(id: number, fileId: number, options?: CallOptions): Promise<SessionFile> {
      const reply = await get(path`/api/v1/cblr/session/${id}/file/${fileId}`, 'file', options);
      const file = readSessionFile(await objectOf(reply, 'file', 'id'));
      mustBeOwn('file', fileId, file.id);
      return file;
    },

    /**
     * The bytes of a file, as a stream; an empty one is valid. With `range` (`end` included) look at the status: 206 is the
     * range, 200 the whole file. `ifRange` is the ETag of the piece one has. `BadReply` for a type that no content has.
     */
    async fileContent(
      id: number,
      fileId: number,
      options: CallOptions & {
        readonly range?: { readonly start: number; readonly end?: number };
        readonly ifRange?: string;
      } = {},
    ): Promise<HttpReply> {
      const { range, ifRange } = options;
      const reply = await call(
        {
          method: 'GET',
          path: path`/api/v1/cblr/session/${id}/file/${fileId}/content`,
          headers: {
            ...(range === undefined ? {} : { range: `bytes=${range.start}-${range.end ?? ''}` }),
            ...(range === undefined || ifRange === undefined ? {} : { 'if-range': ifRange }),
          },
          effect: 'reads',
          identity: true,
          ...callOptions(options),
        },
        'file',
      );
      return await contentReply(reply, "the file's content");
    },

    /** Uploads into the session's store; the id is what `put file` takes. */
    async uploadFile(
      id: number,
      file: { readonly name: string; readonly size: number; readonly chunks: AsyncIterable<Uint8Array> },
      options?: EffectOptions,
    ): Promise<Sent<{ readonly file: SessionFile }>> {
      const reply = await call(
        {
          method: 'POST',
          path: path`/api/v1/cblr/session/${id}/file`,
          file,
          effect: options?.effect ?? 'writes',
          ...callOptions(options),
        },
        'session',
      );
      if (reply.notSent) return { sent: false };
      const stored = readSessionFile(await objectOf(reply, 'file', 'id'));
      mustHaveId('file', stored.id);
      return { sent: true, file: stored };
    },

    /** Takes a file out of the session's store, not off the sensor. */
    async deleteFile(id: number, fileId: number, options?: EffectOptions): Promise<void> {
      const reply = await call(
        {
          method: 'DELETE',
          path: path`/api/v1/cblr/session/${id}/file/${fileId}`,
          effect: options?.effect ?? 'reads',
          ...callOptions(options),
        },
        'file',
      );
      await reply.discard();
    },
  };
}
