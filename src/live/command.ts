import type { CommandObject } from '../api/wire/command-object.ts';
import { CbError } from '../errors/cb-error.ts';
import { SensorFault } from '../errors/sensor-fault.ts';
import { describeResult, isNotFound } from '../text/hresult.ts';

/** The error of a command object that ended badly, decoded; undefined when it went well. `what` names it: `get C:\a.txt`. */
export function failureOf(command: CommandObject, what: string): CbError | undefined {
  const code = command.resultCode;
  if (command.state === 'canceled') return new CbError('CommandFailed', `${what}: canceled on the server`);
  if (command.state !== 'error' && code === 0) return undefined;
  const result = { type: command.resultType, code, desc: command.resultText };
  const kind = isNotFound(command.resultType, code) ? 'NotOnSensor' : 'CommandFailed';
  const found = { resultType: command.resultType, resultCode: code };
  return new SensorFault(kind, `${what}: ${describeResult(result)}`, found, {
    context: {
      command: command.name,
      command_id: command.id,
      result_type: command.resultType,
      result_code: code,
    },
  });
}
