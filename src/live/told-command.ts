import type { CommandObject, CommandRequest } from '../api/wire/command-object.ts';
import { isCbError } from '../errors/cb-error.ts';
import { maskSecretLine } from '../text/secret-lines.ts';
import type { Recorder } from '../transcript/recorder.ts';
import type { CommandOptions } from './command-options.ts';

/** What the transcript hears of one command object. */
export interface ToldCommand {
  /** Before it is posted; throws where it must not be. */
  readonly beforeSent: (json: unknown) => Promise<void>;
  posted(command: CommandObject): void;
  ended(command: CommandObject): void;
  failed(error: unknown): void;
}

export function tellOfCommand(
  recorder: Recorder,
  sessionId: number,
  { name }: CommandRequest,
  { effect }: CommandOptions,
): ToldCommand {
  const key = recorder.key();
  let isTold = false;
  let id: number | undefined;
  return {
    async beforeSent(json) {
      const fields = { key, session: sessionId, name, writes: effect === 'writes' };
      await recorder.before('command', fields, { effect, json });
      isTold = true;
    },
    posted(command) {
      id = command.id;
      recorder.posted?.(key, id);
    },
    ended({ state, resultCode, resultText, username, createdMs, completedMs, fileId }) {
      recorder.tell('result', {
        key,
        id,
        status: state,
        code: resultCode,
        said: resultText === '' ? undefined : maskSecretLine(resultText),
        by: username,
        created: isoTime(createdMs),
        completed: isoTime(completedMs),
        file: fileId,
      });
    },
    failed(error) {
      if (!isTold) return;
      const said = isCbError(error) ? error.message : String(error);
      recorder.tell('result', { key, id, status: 'unknown', error: maskSecretLine(said) });
    },
  };
}

function isoTime(ms: number | undefined): string | undefined {
  const date = ms === undefined ? undefined : new Date(ms);
  return date === undefined || Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
