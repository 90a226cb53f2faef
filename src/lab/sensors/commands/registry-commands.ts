import { flagField, objectText } from '../command-fields.ts';
import type { EndpointCommand } from '../endpoint.ts';
import { fail } from '../failure.ts';
import type { Machine } from '../machine.ts';
import type { Registry } from '../registry/registry.ts';

type Fields = Record<string, unknown>;

/** The six registry commands, by their wire names. */
export const registryCommands: Readonly<
  Record<string, (registry: Registry, command: EndpointCommand) => Fields>
> = {
  'reg enum key': (registry, command) => ({ ...registry.enumerate(objectText(command)) }),
  'reg query value': (registry, command) => ({ value: registry.query(objectText(command)) }),
  'reg create key': (registry, command) => {
    registry.createKey(objectText(command));
    return {};
  },
  'reg delete key': (registry, command) => {
    registry.deleteKey(objectText(command));
    return {};
  },
  'reg delete value': (registry, command) => {
    registry.deleteValue(objectText(command));
    return {};
  },
  'reg set value': (registry, command) => {
    const { value_type, value_data } = command.fields;
    registry.setValue(objectText(command), value_type, value_data, flagField(command, 'overwrite'));
    return {};
  },
};

export function runRegistryCommand(machine: Machine, command: EndpointCommand): Fields {
  const run = registryCommands[command.name];
  return run === undefined || machine.registry === undefined
    ? fail('notFound')
    : run(machine.registry, command);
}
