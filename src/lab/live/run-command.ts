import type { LabClock } from '../clock.ts';
import type { FaultSet } from '../faults/fault-set.ts';
import type { Endpoint, EndpointReply } from '../sensors/endpoint.ts';
import type { SessionCommand } from './command.ts';
import type { SessionFiles } from './session-files.ts';

export interface CommandWorld {
  readonly files: SessionFiles;
  readonly faults: FaultSet;
  readonly latencyMs: number;
  readonly clock: LabClock;
  /** Ends with the session. */
  readonly signal: AbortSignal;
  endpoint(): Endpoint;
  serverNow(): number;
  endpointNow(): number;
}

/** No list of `CbError` codes is known (contract/README.md, "Weakest areas"); these are the lab's own. */
const cbErrors = { unsupported: 1, failed: 2 } as const;

/** Takes the command to the endpoint and brings back how it ended. Never rejects. */
export async function runCommand(command: SessionCommand, world: CommandWorld): Promise<void> {
  const signal = AbortSignal.any([world.signal, command.cancelled.signal]);
  try {
    await world.faults.over('sensor-silent', signal);
    if (world.latencyMs > 0) await world.clock.sleep(world.latencyMs, signal);
    signal.throwIfAborted();
  } catch {
    return;
  }
  command.status = 'in progress';
  const reply = await inTime(command, world);
  try {
    await world.faults.over('sensor-silent', world.signal);
  } catch {
    return;
  }
  const file = command.fileId === undefined ? undefined : world.files.get(command.fileId);
  if (!reply.ok && file !== undefined) world.files.fail(file, reply.resultCode >>> 0);
  command.end(reply, world.serverNow());
}

/** `ERROR_TIMEOUT`: what the result of a command that took too long is called on Windows. */
const timedOut = 0x8007_05b4;

/** `command_timeout` seconds, where it says so. What the command began on the endpoint, is ended there. */
async function inTime(command: SessionCommand, world: CommandWorld): Promise<EndpointReply> {
  const seconds = Number(command.sent['command_timeout']);
  if (!(seconds > 0)) return ask(command, world, world.signal);
  const late = new AbortController();
  const over = world.clock.sleep(seconds * 1000, late.signal, true).then(
    (): EndpointReply => {
      late.abort();
      return { ok: false, resultType: 'WinHresult', resultCode: timedOut };
    },
    () => new Promise<never>(() => {}),
  );
  const reply = await Promise.race([ask(command, world, AbortSignal.any([world.signal, late.signal])), over]);
  late.abort();
  return reply;
}

async function ask(
  command: SessionCommand,
  world: CommandWorld,
  signal: AbortSignal,
): Promise<EndpointReply> {
  try {
    const endpoint = world.endpoint();
    if (!endpoint.supportedCommands.includes(command.name))
      return cbError(cbErrors.unsupported, `command ${JSON.stringify(command.name)} is not supported`);
    return await endpoint.run(
      { name: command.name, object: command.object, fields: command.sent },
      {
        signal,
        now: world.endpointNow,
        progress: (fields) => command.progress(fields),
        openUpload: async () => {
          const file = world.files.get(Number(command.sent['file_id']));
          if (file?.content === undefined)
            throw new Error(`File ${String(command.sent['file_id'])} not found`);
          const { content } = file;
          return {
            get stream() {
              return content.read(0, content.size);
            },
            size: content.size,
            path: content.path,
          };
        },
        deliver: async (delivered) => {
          const file = command.fileId === undefined ? undefined : world.files.get(command.fileId);
          if (file !== undefined) await world.files.receive(file, delivered, world.signal);
        },
      },
    );
  } catch (error) {
    return cbError(cbErrors.failed, error instanceof Error ? error.message : String(error));
  }
}

function cbError(resultCode: number, resultDesc: string): EndpointReply {
  return { ok: false, resultType: 'CbError', resultCode, resultDesc };
}
