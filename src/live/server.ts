import type { LiveResponse } from '../api/resources/live-response.ts';

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
