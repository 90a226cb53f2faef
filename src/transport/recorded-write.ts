import { isCbError } from '../errors/cb-error.ts';
import { ServerFault } from '../errors/server-fault.ts';
import { redactUrl } from '../text/redact.ts';
import { maskSecretLine } from '../text/secret-lines.ts';
import type { Recorder } from '../transcript/recorder.ts';
import { queryText } from './outgoing.ts';
import type { HttpReply, HttpRequest } from './types.ts';

/** Tells the transcript of a write before it is sent, and of what came of it; where it cannot be written, nothing is sent. */
export async function recordedWrite(
  recorder: Recorder,
  request: HttpRequest,
  send: () => Promise<HttpReply>,
): Promise<HttpReply> {
  const key = recorder.key();
  const { method, json } = request;
  const path = maskSecretLine(redactUrl(request.path + queryText(request.query)));
  await recorder.before('request', { key, method, path }, { effect: 'writes', json });
  try {
    const reply = await send();
    recorder.tell('reply', { key, status: reply.status });
    return reply;
  } catch (error) {
    const said = isCbError(error) ? error.message : String(error);
    recorder.tell('reply', {
      key,
      status: error instanceof ServerFault ? error.status : undefined,
      error: maskSecretLine(said),
    });
    throw error;
  }
}
