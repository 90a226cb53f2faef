import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Endpoint, EndpointCommand, EndpointContext, EndpointReply } from '../endpoint.ts';
import type { EndpointSpec } from '../endpoint-spec.ts';
import { EndpointFailure, fail, failedReply, failureOf } from '../failure.ts';
import { UNKNOWN_COMMAND_CODE } from '../result-codes.ts';
import { RealFiles } from './real-files.ts';
import { RealProcesses } from './real-processes.ts';

type Fields = Record<string, unknown>;
type Runner = (command: EndpointCommand, context: EndpointContext) => Promise<Fields>;

/**
 * The computer that the lab runs on, as a sensor: its processes and files are shown as they are. What changes anything is
 * refused with access denied unless `allowWrite`. No registry, no memdump.
 */
export function makeThisMachineEndpoint(spec: EndpointSpec, allowWrite: boolean): Endpoint {
  const workingDirectory = resolve('.');
  const files = new RealFiles(spec.os, workingDirectory);
  const processes = new RealProcesses(spec, files);
  const guarded =
    (runner: Runner): Runner =>
    async (command, context) =>
      allowWrite
        ? runner(command, context)
        : fail('accessDenied', 'this computer is served read-only; --allow-write of the lab changes that');

  const runners = new Map<string, Runner>([
    ['directory list', (command) => files.list(command)],
    ['get file', (command, context) => files.get(command, context)],
    ['process list', () => processes.list()],
    ['put file', guarded((command, context) => files.put(command, context))],
    ['delete file', guarded((command) => files.remove(command))],
    ['create directory', guarded((command) => files.makeDirectory(command))],
    ['kill', guarded((command) => processes.kill(command))],
    ['create process', guarded((command, context) => processes.create(command, context))],
  ]);

  return {
    os: spec.os,
    supportedCommands: [...runners.keys()],
    drives: spec.os === 'windows' ? windowsDrives() : [],
    currentWorkingDirectory: workingDirectory,
    async run(command, context): Promise<EndpointReply> {
      const runner = runners.get(command.name);
      if (runner === undefined)
        return { ok: false, resultType: 'CbError', resultCode: UNKNOWN_COMMAND_CODE, resultDesc: '' };
      try {
        return { ok: true, fields: await runner(command, context) };
      } catch (error) {
        return failedReply(failureOf(error), spec.os, error instanceof EndpointFailure ? error.words : '');
      }
    },
    async close() {
      await processes.close();
      await files.close();
    },
  };
}

function windowsDrives(): string[] {
  return Array.from('CDEFGHIJKLMNOPQRSTUVWXYZ', (letter) => `${letter}:\\`).filter((drive) =>
    existsSync(drive),
  );
}
