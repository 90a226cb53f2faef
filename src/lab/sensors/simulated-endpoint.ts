import { createDirectory, deleteFile, directoryList, getFile, putFile } from './commands/file-commands.ts';
import { memoryDump } from './commands/memory-dump.ts';
import { createProcess, killProcess, processList } from './commands/process-commands.ts';
import { registryCommands, runRegistryCommand } from './commands/registry-commands.ts';
import type { Endpoint, EndpointCommand, EndpointContext, EndpointReply } from './endpoint.ts';
import type { EndpointSpec } from './endpoint-spec.ts';
import { failedReply, failureOf } from './failure.ts';
import type { Machine } from './machine.ts';
import { makeMachine } from './make-machine.ts';
import { UNKNOWN_COMMAND_CODE } from './result-codes.ts';
import { UNIX_WORKING_DIRECTORY } from './unix/unix-tree.ts';
import { WINDOWS_WORKING_DIRECTORY } from './windows/windows-tree.ts';

type Fields = Record<string, unknown>;
type CommandRunner = (
  machine: Machine,
  command: EndpointCommand,
  context: EndpointContext,
) => Fields | Promise<Fields>;

const everywhere: Readonly<Record<string, CommandRunner>> = {
  'directory list': directoryList,
  'get file': getFile,
  'put file': putFile,
  'delete file': deleteFile,
  'create directory': createDirectory,
  'process list': processList,
  kill: killProcess,
  'create process': createProcess,
};

const onWindows: Readonly<Record<string, CommandRunner>> = {
  ...everywhere,
  ...Object.fromEntries(Object.keys(registryCommands).map((name) => [name, runRegistryCommand])),
  memdump: memoryDump,
};

/** The order in which captures show them; a client must not care. (contract/live-response.md) */
const supported = {
  unix: [
    'delete file',
    'put file',
    'directory list',
    'get file',
    'kill',
    'create process',
    'process list',
    'create directory',
  ],
  windows: [
    'delete file',
    'put file',
    'reg delete key',
    'directory list',
    'reg create key',
    'get file',
    'reg enum key',
    'reg query value',
    'kill',
    'create process',
    'process list',
    'reg delete value',
    'reg set value',
    'create directory',
    'memdump',
  ],
} as const;

/** An endpoint that is made up; its machine is built when the first command comes. */
export function makeSimulatedEndpoint(spec: EndpointSpec): Endpoint {
  const isWindows = spec.os === 'windows';
  const runners = isWindows ? onWindows : everywhere;
  let made: Machine | undefined;
  return {
    os: spec.os,
    supportedCommands: isWindows ? supported.windows : supported.unix,
    drives: isWindows ? ['C:', ...(spec.emptyDrives ?? ['A:'])].sort().map((drive) => `${drive}\\`) : [],
    currentWorkingDirectory: isWindows ? WINDOWS_WORKING_DIRECTORY : UNIX_WORKING_DIRECTORY,
    async run(command, context): Promise<EndpointReply> {
      const runner = Object.hasOwn(runners, command.name) ? runners[command.name] : undefined;
      if (runner === undefined)
        return { ok: false, resultType: 'CbError', resultCode: UNKNOWN_COMMAND_CODE, resultDesc: '' };
      made ??= makeMachine(spec);
      made.clock.follow(() => context.now());
      try {
        return { ok: true, fields: await runner(made, command, context) };
      } catch (error) {
        return failedReply(failureOf(error), spec.os);
      }
    },
    async close() {
      for (const process of made?.processes.values() ?? []) process.stop?.();
      await made?.spool.close();
    },
  };
}
