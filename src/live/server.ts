import type { LiveResponse } from '../api/resources/live-response.ts';
import type { CallOptions, HttpReply } from '../api/resources/replies.ts';
import type { CommandObject, CommandRequest } from '../api/wire/command-object.ts';
import type { Session } from '../api/wire/session.ts';
import type { SessionFile } from '../api/wire/session-file.ts';

export type { CallOptions, CommandObject, CommandRequest, HttpReply, Session, SessionFile };

/** What the engine needs of the server; `api/resources/live-response.ts` gives it, tests give others. */
export type LiveServer = Pick<
  LiveResponse,
  | 'sessions'
  | 'createSession'
  | 'session'
  | 'closeSession'
  | 'keepalive'
  | 'archive'
  | 'commands'
  | 'postCommand'
  | 'command'
  | 'cancelCommand'
  | 'files'
  | 'file'
  | 'fileContent'
  | 'uploadFile'
  | 'deleteFile'
>;
