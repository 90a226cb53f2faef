import { type Cb, createCb } from '../../api/client.ts';
import type { StepWatch } from '../../fleet/work/door.ts';
import { toText } from '../../text/number.ts';
import type { EventFields } from '../../transcript/events.ts';
import type { Recorder } from '../../transcript/recorder.ts';
import type { Http } from '../../transport/types.ts';

/** Whose step is under way; a session has one at a time. */
export interface StepInSession {
  watch: StepWatch | undefined;
}

/** Tells the run of each command object that writes before it is posted, of its id and of its end; and the transcript of all. */
export function watchedRecorder(recorder: Recorder, watching: StepInSession): Recorder {
  const writes = new Set<number>();
  return {
    key: () => recorder.key(),
    verb: () => recorder.verb(),
    settle: () => recorder.settle(),
    isKept: () => recorder.isKept(),
    ready: () => recorder.ready(),
    async before(kind, fields, sent) {
      if (kind === 'command' && sent.effect === 'writes') {
        const { key, session, name } = fields as EventFields<'command'>;
        const object = toText((sent.json as { readonly object?: unknown } | undefined)?.object) ?? '';
        writes.add(key);
        await watching.watch?.intend({ key, sessionId: session, name, object });
      }
      await recorder.before(kind, fields, sent);
    },
    posted(key, id) {
      if (writes.has(key)) watching.watch?.posted(key, id);
      recorder.posted?.(key, id);
    },
    tell(kind, fields) {
      if (kind === 'result') {
        const { key, status } = fields as EventFields<'result'>;
        if (writes.delete(key) && status !== 'unknown') watching.watch?.ended(key);
      }
      if (kind === 'file') {
        const { way, remote, local, bytes, sha256 } = fields as EventFields<'file'>;
        if (way === 'got') watching.watch?.fetched({ remote, local, bytes, sha256 });
      }
      recorder.tell(kind, fields);
    },
  };
}

/** The same for what a verb writes on the server, beside its session. */
export function watchedCb({ http }: Cb, key: () => number, watching: StepInSession): Cb {
  const watched: Http = {
    serverClock: http.serverClock,
    close: () => http.close(),
    async request(request) {
      if (request.effect === 'reads') return await http.request(request);
      const own = key();
      await watching.watch?.intend({ key: own, sessionId: 0, name: request.method, object: request.path });
      const reply = await http.request(request);
      watching.watch?.ended(own);
      return reply;
    },
  };
  return createCb({ http: watched });
}
