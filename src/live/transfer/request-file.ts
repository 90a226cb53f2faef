import { CbError, isCbError } from '../../errors/cb-error.ts';
import type { EndedCommand } from '../command-runner.ts';
import { notThere, statEntry } from '../files.ts';
import { lostSession, readCommand, reading, type Workplace } from '../workplace.ts';
import { sessionFileContent } from './content.ts';
import { isFolderError } from './tree.ts';

export interface RemoteRange {
  readonly offset?: number;
  readonly bytes?: number;
}

/** By what a file came to the server, and what it is there. */
export interface FileIds {
  readonly session: number;
  readonly command: number;
  readonly file: number;
}

/** 4 MB pieces over a slow line: a large get may take an hour. (contract/live-response-commands.md) */
const transferDeadlineMs = 3_600_000;

/** Asks the sensor for a file or a range of it and gives the session file it became. */
export async function requestFile(
  work: Workplace,
  path: string,
  range: RemoteRange,
  signal: AbortSignal,
  onSent?: (done: number, total: number | undefined) => void,
): Promise<EndedCommand & { readonly fileId: number; readonly fileSize: number | undefined }> {
  const what = `get ${path}`;
  const object = await work.exact.operand(work, path, signal);
  let lastAskedMs = 0;
  const ended = await requested(
    work,
    path,
    {
      name: 'get file',
      object,
      ...(range.offset === undefined ? {} : { offset: range.offset }),
      ...(range.bytes === undefined ? {} : { get_count: range.bytes }),
    },
    reading(what, signal, {
      deadlineMs: transferDeadlineMs,
      drawsItself: true,
      onLook: async (command, elapsedMs) => {
        if (onSent === undefined || command.fileId === undefined || elapsedMs - lastAskedMs < 1000) return;
        lastAskedMs = elapsedMs;
        const file = await work.server.file(work.session.currentId(), command.fileId, { signal });
        onSent(file.uploadedBytes ?? 0, file.sizeBytes);
      },
    }),
  );
  const { fileId } = ended;
  if (fileId === undefined) throw new CbError('BadReply', `${what}: the server gave no file for it`);
  const file = await work.server.file(ended.sessionId, fileId, { signal });
  if (file.statusCode !== 0 && file.sizeBytes === undefined) {
    throw new CbError(
      'CommandFailed',
      `${what}: the transfer to the server failed (0x${file.statusCode.toString(16)})`,
    );
  }
  return { ...ended, fileId, fileSize: file.sizeBytes };
}

/** A directory is refused by the endpoint as anything else it will not give; that and what is not there is said in words. */
async function requested(
  work: Workplace,
  path: string,
  ...call: [Parameters<typeof readCommand>[1], Parameters<typeof readCommand>[2]]
): Promise<EndedCommand> {
  try {
    return await readCommand(work, ...call);
  } catch (error) {
    if (isCbError(error, 'NotOnSensor')) {
      const { message, hint } = notThere(work, path);
      throw error.reworded({ message, hint, context: { path } });
    }
    if (!isCbError(error, 'CommandFailed')) throw error;
    const entry = await statEntry(work, path, call[1].signal).catch(() => undefined);
    throw entry?.isDirectory === true ? isFolderError(path, 'get') : error;
  }
}

/** Bytes of a remote file or a range of it, as they come; nothing touches the disk. */
export async function* readRemote(
  work: Workplace,
  path: string,
  range: RemoteRange,
  signal: AbortSignal,
  onFile: (ids: FileIds) => void = () => undefined,
): AsyncGenerator<Uint8Array> {
  if (range.bytes === 0) return;
  const what = `get ${path}`;
  const got = await requestFile(work, path, range, signal);
  onFile({ session: got.sessionId, command: got.id, file: got.fileId });
  try {
    yield* sessionFileContent(work.server, {
      sessionId: got.sessionId,
      fileId: got.fileId,
      size: got.fileSize,
      most: range.bytes,
      signal,
      what,
    });
  } catch (error) {
    throw lostSession(what, error);
  }
}
