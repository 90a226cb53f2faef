import { CbError } from '../../errors/cb-error.ts';
import { copyProgram } from '../../live/copy-line.ts';
import { withCode } from '../../live/program-output.ts';
import type { ThingChange } from '../../ports/keeper.ts';
import { inlineData, inlineText } from '../states.ts';
import { liveOf, type ThingKind } from './thing-kind.ts';

/** Where what was moved is: it goes back as it came, with its times. */
export const movedFile: ThingKind = {
  async look({ path, to = '' }, place) {
    const { files } = liveOf(place);
    const { signal } = place.writes;
    const [isAtPath, isAtTo] = [await files.stat(path, signal), await files.stat(to, signal)];
    if (isAtPath !== undefined) return inlineData(isAtTo === undefined ? path : `${path} and ${to}`);
    return inlineData(isAtTo === undefined ? 'nowhere' : to);
  },
  async make({ path, to = '' }, wanted, _now, place) {
    const live = liveOf(place);
    const [from, target] = inlineText(wanted) === path ? [to, path] : [path, to];
    const style = live.paths.style;
    const moving = { kind: 'move', from, to: target, force: false } as const;
    const program = copyProgram(style, moving, live.session.current.directory);
    const ended = await live.programs.run(program.line, {
      ...place.writes,
      directory: program.directory,
      remoteOutput: undefined,
      deadlineMs,
      onHeld: () => undefined,
    });
    if (!ended.sent) return;
    const { signal } = place.writes;
    if ((await live.files.stat(target, signal)) !== undefined) {
      if ((await live.files.stat(from, signal)) === undefined) return;
    }
    throw new CbError(
      'CommandFailed',
      `${program.name} ended${withCode(ended.returnCode)}: ${from} was not moved`,
    );
  },
  words: (state) => (state.is === 'data' ? (inlineText(state) ?? '') : state.is),
};

const deadlineMs = 3_600_000;

/** What `mv` does to a file or directory. */
export function movedChange(path: string, to: string): ThingChange {
  return { thing: { kind: 'moved file', path, to }, before: inlineData(path), left: inlineData(to) };
}
