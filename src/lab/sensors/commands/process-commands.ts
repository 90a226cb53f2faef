import { flagField, objectPid, objectText, textField } from '../command-fields.ts';
import type { EndpointCommand, EndpointContext } from '../endpoint.ts';
import { fail } from '../failure.ts';
import type { Machine } from '../machine.ts';
import { Environment } from '../programs/environment.ts';
import { nowhere, openFileOutput } from '../programs/outputs.ts';
import { resolveCommandLine } from '../programs/resolve-command-line.ts';
import { startProgram, unlessKilled } from '../programs/start-program.ts';

type Fields = Record<string, unknown>;

export function processList(machine: Machine): Fields {
  return { processes: machine.processes.list() };
}

export function killProcess(machine: Machine, command: EndpointCommand): Fields {
  machine.processes.kill(objectPid(command));
  return {};
}

/**
 * `create process`: no shell, the object is the whole command line. Without `wait` it answers with the pid and the program
 * goes on; with it, when the program has ended. A session that is lost meanwhile does not end the program.
 */
export async function createProcess(
  machine: Machine,
  command: EndpointCommand,
  context: EndpointContext,
): Promise<Fields> {
  const { files } = machine;
  const workingDirectory = startDirectory(machine, textField(command, 'working_directory'));
  const environment = new Environment(Object.entries(machine.environment), machine.os === 'windows');
  const commandLine = objectText(command);
  const found = await resolveCommandLine(machine, commandLine, workingDirectory, environment);
  const console = { encoding: machine.consoleEncoding };
  const outputFile = textField(command, 'output_file');
  const output =
    outputFile === undefined
      ? undefined
      : openFileOutput(machine, outputFile, { append: false, workingDirectory, console });
  const { pid, ended } = startProgram(machine, {
    ...found,
    console,
    commandLine,
    workingDirectory: files.pathOf(files.getDirectory(workingDirectory)),
    environment,
    input: Buffer.alloc(0),
    out: output ?? nowhere,
    err: output ?? nowhere,
    parentPid: machine.sensorPid,
  });
  const finished = ended.finally(() => {
    output?.close();
    if (output !== undefined) output.node.orphaned = output.node.writers > 0;
  });
  const echoed = outputFile === undefined ? {} : { output_file: outputFile };
  if (!flagField(command, 'wait')) return { pid, ...echoed };
  context.progress({ pid, ...echoed });
  return { pid, return_code: await unlessKilled(finished, context.signal), ...echoed };
}

function startDirectory(machine: Machine, wanted: string | undefined): string {
  if (wanted === undefined) return machine.files.workingDirectory;
  const node = machine.files.find(wanted);
  return node?.kind === 'directory' ? machine.files.absolute(wanted) : fail('invalidDirectory');
}
