import type { CaseFolder } from '../cases/case-folder.ts';
import type { Profile } from '../config/profile.ts';
import { stateDirectory } from '../config/state-directory.ts';
import type { Runtime } from '../ports/runtime.ts';
import type { Globals } from '../spec/globals.ts';
import { profileFolder, transcriptsFolder } from '../transcript/names.ts';
import { TranscriptFile, type TranscriptPlace } from '../transcript/transcript-file.ts';
import type { App } from './app.ts';
import { version } from './version.ts';

interface Around {
  readonly runtime: Runtime;
  readonly globals: Partial<Globals>;
  /** The case that it belongs to. */
  readonly folder: CaseFolder | undefined;
}

interface Begun extends Around {
  /** Unix ms: of the first that it tells. */
  readonly begunMs: number;
}

/** Begins the transcript of this process where the line or the profile says; undefined where none is wanted. */
export async function openTranscript(
  program: App['name'],
  profile: Profile,
  { runtime, begunMs, ...around }: Begun,
): Promise<TranscriptFile | undefined> {
  const place = await transcriptPlace(profile, { runtime, ...around });
  if (place === undefined) return undefined;
  const opened = {
    program,
    version,
    profile: profile.name,
    server: profile.url,
    user: runtime.user(),
    machine: runtime.hostname(),
    pid: runtime.pid,
  };
  const own = { pid: runtime.pid, uid: runtime.uid, isAlive: runtime.isRunning };
  return await TranscriptFile.open(place, opened, begunMs, { ...runtime, own });
}

/** Undefined where none is wanted. */
export async function transcriptPlace(
  profile: Profile,
  { runtime, globals: { transcript: asked }, folder: ofCase }: Around,
): Promise<TranscriptPlace | undefined> {
  const { files } = runtime;
  if (asked === 'off') return undefined;
  if (asked !== undefined) {
    const path = files.resolve(asked);
    return (await files.stat(path))?.isDirectory === true ? { folder: path } : { file: path };
  }
  if (ofCase !== undefined) {
    const { transcriptsOf } = await import('../cases/case-folder.ts');
    return { folder: transcriptsOf(ofCase) };
  }
  if (profile.transcript === 'off') return undefined;
  const folder =
    profile.transcript ?? `${transcriptsFolder(stateDirectory(runtime))}/${profileFolder(profile.name)}`;
  return { folder };
}
