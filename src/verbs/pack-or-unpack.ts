import { CbError, isCbError } from '../errors/cb-error.ts';
import { SensorFault } from '../errors/sensor-fault.ts';
import { type Archiving, archiveTools } from '../live/archive-tools.ts';
import { withCode } from '../live/program-output.ts';
import type { Result } from '../spec/result.ts';
import { written } from '../views/written.ts';
import type { VerbContext } from './context.ts';
import { firstWords } from './copy-or-move.ts';
import { stillNote } from './program-result.ts';

const deadlineMs = 3_600_000;
const doing = { pack: 'packing', unpack: 'unpacking' } as const;

/** Systems of Windows that bring nothing for it: tar came with 10 1803, the cmdlets of PowerShell with 10. */
const without = /Windows (?:XP|Vista|7|8(?:\.1)?|(?:Server )?20(?:03|08|12)(?: R2)?)\b/;

/** By the first of the system's own programs that the sensor has; what is there afterwards is looked at. */
export async function packOrUnpack(archiving: Archiving, context: VerbContext): Promise<Result> {
  const { live, note, writes, signal } = context;
  const { kind, archive, path } = archiving;
  const tools = archiveTools(live.paths.style, archiving, live.session.current.directory);
  await mustHaveTools(context);
  if (kind === 'unpack') await live.files.makeDirectories(path, writes);
  for (const { name, line, directory } of tools) {
    try {
      const ended = await live.programs.run(line, {
        ...writes,
        directory,
        remoteOutput: undefined,
        deadlineMs,
        onHeld: () => note(stillNote(doing[kind])),
      });
      if (!ended.sent) return written(context, '', {});
      const said = await firstWords(ended.output);
      const made = kind === 'pack' ? await live.files.stat(archive, signal) : undefined;
      if (ended.returnCode === 0 && (kind === 'unpack' || made !== undefined)) {
        const sentence =
          kind === 'pack'
            ? `packed ${path} into ${archive} (${name})`
            : `unpacked ${archive} into ${path} (${name})`;
        return written(context, sentence, {
          archive,
          path,
          by: name,
          ...(made === undefined ? {} : { size: made.size }),
        });
      }
      const state =
        kind === 'unpack'
          ? `${path} may hold a part of it`
          : made === undefined
            ? `${archive} is not there`
            : `${archive} may not be whole`;
      throw new CbError(
        'CommandFailed',
        `${name} ended${withCode(ended.returnCode)}${said === '' ? '' : ` (${said})`}: ${state}`,
        {
          context: { archive, path, return_code: ended.returnCode },
        },
      );
    } catch (error) {
      if (!(error instanceof SensorFault) || !isCbError(error, 'NotOnSensor')) throw error;
    }
  }
  throw new CbError(
    'Unsupported',
    `${live.session.sensor.hostname} has no ${[...new Set(tools.map(({ name }) => name))].join(', ')}`,
    {
      hint:
        kind === 'pack'
          ? 'get -r fetches a directory without one'
          : 'unpack it here and put -r what is in it',
    },
  );
}

/** Before anything is sent; where the server names no system, the sensor is asked. */
async function mustHaveTools({ cb, live, signal }: VerbContext): Promise<void> {
  if (live.paths.style === 'unix') return;
  const sensor = await cb.sensors.get(live.session.sensor.id, { signal }).catch((error: unknown) => {
    // Who may use Live Response need not see sensors.
    if (signal.aborted || !isCbError(error)) throw error;
    return undefined;
  });
  const [system] = without.exec(sensor?.osText ?? '') ?? [];
  if (system === undefined) return;
  throw new CbError('Unsupported', `${system} brings no program for archives: nothing was sent`, {
    hint: 'get -r fetches a directory, put -r puts one',
  });
}
