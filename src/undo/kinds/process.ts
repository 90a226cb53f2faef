import { type ProcessEntry, processName } from '../../live/process-entry.ts';
import type { ThingChange } from '../../ports/keeper.ts';
import { inlineData, inlineText, noThing } from '../states.ts';
import { liveOf, type ThingKind } from './thing-kind.ts';

const startDeadlineMs = 60_000;

/** A process that was ended does not come back; its command line can be started. */
export const endedProcess: ThingKind = {
  look: async () => noThing,
  async make(_thing, wanted, _now, place) {
    const live = liveOf(place);
    const options = {
      ...place.writes,
      directory: live.workingDirectory(),
      remoteOutput: undefined,
      deadlineMs: startDeadlineMs,
    };
    await live.programs.start(commandLineOf(inlineText(wanted)), options);
  },
  words: (state) => (state.is === 'data' ? commandLineOf(inlineText(state)) || 'a process' : state.is),
  instead: (before) =>
    commandLineOf(inlineText(before)) === ''
      ? undefined
      : 'its command line is started again: another process, of the account that the sensor runs as',
};

/** What `kill` keeps of a process. */
export function endedChange(entry: ProcessEntry): ThingChange {
  const { pid, path, commandLine, username } = entry;
  const before = inlineData(JSON.stringify({ pid, path, username, command_line: commandLine }));
  const not = 'a process that was ended does not come back';
  return { thing: { kind: 'process', path: `${pid} ${processName(entry)}` }, before, left: noThing, not };
}

function commandLineOf(text: string | undefined): string {
  const { command_line: line } = JSON.parse(text ?? '{}') as { readonly command_line?: unknown };
  return typeof line === 'string' ? line : '';
}
