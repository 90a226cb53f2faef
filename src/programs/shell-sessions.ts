import type { CaseFolder } from '../cases/case-folder.ts';
import { type FindSensor, type ReachOptions, Sessions } from '../shell/sessions/sessions.ts';
import type { VerbContext } from '../verbs/context.ts';
import { evidenceOf } from './case-evidence.ts';
import type { Environment } from './environment.ts';
import { offerLeftFiles } from './left-files.ts';
import { chooseSensor, type LinkOptions, openLive } from './live-link.ts';
import { SensorSession } from './sensor-session.ts';

/** What all sessions of a shell are opened with. */
type Common = Pick<
  LinkOptions,
  'runtime' | 'cb' | 'server' | 'stateFolder' | 'recorder' | 'globals' | 'trace'
> &
  Pick<Environment, 'manifest' | 'archives' | 'keeping'> & {
    /** The case that they belong to. */
    readonly folder: CaseFolder | undefined;
  };

/** The sessions of a shell: the first one, and a way to more. What is left on a sensor is offered for removal once it is there. */
export async function openSessions(
  word: string,
  first: Pick<LinkOptions, 'wait' | 'timeouts' | 'signal' | 'note'>,
  common: Common,
): Promise<Sessions<VerbContext>> {
  const { cb, runtime, server, globals, folder, manifest, archives, keeping } = common;
  let sessions: Sessions<VerbContext> | undefined;
  const numberOf = (id: number) => sessions?.all().find(({ session }) => session.id === id)?.number;
  const finder =
    (timeouts: LinkOptions['timeouts']): FindSensor<VerbContext> =>
    async (typed: string, { wait, signal, note }: ReachOptions) => {
      const sensor = await chooseSensor(typed, { cb, runtime, signal, server });
      return {
        sensorId: sensor.id,
        async open() {
          // It outlives the line that opens it, whose notes may go elsewhere.
          const live = await openLive(sensor, { ...common, signal, note: first.note, wait, timeouts });
          const session = new SensorSession(live, {
            cb,
            runtime,
            numberOf,
            manifest,
            archives,
            keeping,
            evidence: evidenceOf(folder, live.session.sensor, server, runtime.files),
          });
          try {
            await offerLeftFiles(live, { runtime, globals, signal, note });
          } catch (error) {
            await session.leave({ keep: false, hurry: signal });
            throw error;
          }
          return session;
        },
      };
    };
  const found = await finder(first.timeouts)(word, first);
  sessions = new Sessions(await found.open(), finder({}));
  return sessions;
}
