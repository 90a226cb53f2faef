import { isCbError } from '../errors/cb-error.ts';
import { SensorFault } from '../errors/sensor-fault.ts';
import { isInUse } from '../text/hresult.ts';
import type { Decode, DecodeOptions } from './text-decoder.ts';
import { type RemoteRange, readRemote } from './transfer/request-file.ts';
import type { Workplace } from './workplace.ts';

/** Output that a program left in a file of the sensor, as text, and what was not to be had of it. */
export interface ProgramOutput {
  readonly chunks: AsyncIterable<string>;
  /** Known when the chunks have ended. */
  unread(): UnreadOutput | undefined;
}

export interface UnreadOutput {
  readonly path: string;
  /** `in use`: a child of the program, or a scanner, still holds it. */
  readonly why: 'missing' | 'in use' | 'refused';
  /** The sensor's words. */
  readonly words: string;
}

export interface EndedProgram {
  readonly path: string;
  readonly pid: number | undefined;
  readonly returnCode: number | undefined;
  readonly decode: Decode;
  readonly decoding: DecodeOptions;
  readonly signal: AbortSignal;
  /** Called once, when it was read as far as it goes. */
  readonly onRead: (unread: UnreadOutput | undefined) => void;
}

/** A scanner lets go of a new file after a moment. */
const inUsePausesMs = [500, 1500];

export const noOutput: ProgramOutput = { chunks: nothing(), unread: () => undefined };

/** What is known of the program is known whatever becomes of its output: only what lies between us and the sensor is an error. */
export function fetchOutput(work: Workplace, program: EndedProgram): ProgramOutput {
  let unread: UnreadOutput | undefined;
  const { path, pid, returnCode, signal } = program;
  async function* fetched(): AsyncGenerator<string> {
    try {
      yield* program.decode(readPatiently(work, path, {}, signal), program.decoding);
    } catch (error) {
      if (!isCbError(error) || signal.aborted) throw error;
      const why = reasonOf(error);
      if (why === undefined) {
        throw error.reworded({
          message: `the program ended${withCode(returnCode)}, but its output was not read: ${error.message}`,
          context: { pid, return_code: returnCode, output_file: path },
        });
      }
      unread = { path, why, words: error.message };
    } finally {
      program.onRead(unread);
    }
  }
  return { chunks: fetched(), unread: () => unread };
}

async function* nothing(): AsyncGenerator<string> {}

export function withCode(returnCode: number | undefined): string {
  return returnCode === undefined ? '' : ` with exit code ${returnCode}`;
}

/** The bytes of the file, asked for again where another process holds it at first. */
export async function* readPatiently(
  work: Workplace,
  path: string,
  range: RemoteRange,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  for (const pauseMs of [...inUsePausesMs, undefined]) {
    try {
      return yield* readRemote(work, path, range, signal);
    } catch (error) {
      if (pauseMs === undefined || reasonOf(error) !== 'in use') throw error;
      await work.clock.sleep(pauseMs, signal);
    }
  }
}

/** Why the sensor does not give the file; undefined where it was not the sensor that said so. */
export function reasonOf(error: unknown): UnreadOutput['why'] | undefined {
  if (!(error instanceof SensorFault)) return undefined;
  if (error.kind === 'NotOnSensor') return 'missing';
  return isInUse(error.resultType, error.resultCode) ? 'in use' : 'refused';
}
