import { type Cb, createCb } from '../api/client.ts';
import type { OnNames } from '../api/listed-names.ts';
import type { CaseFolder } from '../cases/case-folder.ts';
import { queryFolder } from '../config/config-directory.ts';
import { type KnownNames, openKnownNames } from '../config/known-names.ts';
import { plainProfile } from '../config/plain-profile.ts';
import type { Profile } from '../config/profile.ts';
import { type ConfigSources, readProfileFiles } from '../config/profile-files.ts';
import { currentName, hasProfile, loadProfile } from '../config/profiles.ts';
import { stateDirectory } from '../config/state-directory.ts';
import { CbError, isCbError } from '../errors/cb-error.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { Runtime } from '../ports/runtime.ts';
import type { Globals } from '../spec/globals.ts';
import { escapeJson, escapeLine } from '../text/escape.ts';
import { redactJson } from '../text/redact.ts';
import type { Recorder } from '../transcript/recorder.ts';
import { Recording } from '../transcript/recording.ts';
import type { DryRunRequest } from '../transport/types.ts';
import type { App } from './app.ts';
import { type Archives, makeArchives } from './archives.ts';
import { makeHeardNames } from './heard-names.ts';
import { type Keeping, makeKeeping } from './keeping.ts';
import type { LabLink } from './lab-link.ts';

/** The profile, the server and the lab of one run, each made when it is first asked for and taken down together. */
export interface Environment {
  readonly stateFolder: string;
  /** The transcript of this process. */
  readonly recorder: Recorder;
  /** Of sessions that are closed. */
  readonly archives: Archives;
  /** What is kept of what is changed. */
  readonly keeping: Keeping;
  /** The one in use, or another by its name (`lab` is the embedded one unless a file has that section). */
  profile(name?: string): Promise<Profile>;
  /** Of that one; no server is asked for it, and no lab started. */
  profileName(): Promise<string>;
  /** That one is in use where the command line says none, and none was asked for by now. */
  preferProfile(name: string): void;
  /** What this run belongs to: by `--case`, else what is open for the profile. */
  openCase(): Promise<CaseFolder | undefined>;
  /** Of all that were opened on this computer. */
  caseNames(): Promise<readonly string[]>;
  /** The folder of the analyst's saved queries; it may not be there yet. Kind `Config` where there is no home. */
  readonly queryFolder: string;
  savedQueryNames(): Promise<readonly string[]>;
  /** Of this computer, the oldest first. */
  runNumbers(): Promise<readonly number[]>;
  cb(): Promise<Cb>;
  /** Of what a line with these options fetches; undefined where it wants none. */
  manifest(globals: Partial<Globals>): Promise<Manifest | undefined>;
  /** From now on each request to that server has so long; undefined: as the command line or the profile says. */
  limitRequests(ms: number | undefined): void;
  /** Whether a lab runs in this process, for this one command. */
  hasOwnLab(): Promise<boolean>;
  /** Of all profile files. */
  profileNames(): Promise<readonly string[]>;
  /** What the server of the profile in use has named lately. */
  knownNames(): Promise<KnownNames | undefined>;
  /** A client of any profile; whoever asks for it closes it. */
  reach(profile: Profile): Promise<Cb>;
  /** `changed`: what the command was about, where it has changed something there. */
  close(end?: {
    readonly changed?: string | undefined;
    readonly exitCode?: number | undefined;
  }): Promise<void>;
}

export function makeEnvironment(
  program: App['name'],
  runtime: Runtime,
  globals: Partial<Globals>,
  note: (text: string) => void,
  { startsLab = true }: { readonly startsLab?: boolean } = {},
): Environment {
  const sources: ConfigSources = { ...runtime, warn: note };
  let lab: Promise<LabLink> | undefined;
  let profile: Promise<Profile> | undefined;
  let preferred: string | undefined;
  let opened: Promise<CaseFolder | undefined> | undefined;
  let cb: Promise<Cb> | undefined;
  const heard = makeHeardNames();
  let limitMs: number | undefined;
  const recorder = new Recording({
    clock: runtime.clock,
    note,
    async open(begunMs) {
      const { openTranscript } = await import('./open-transcript.ts');
      const [profile, folder] = [await environment.profile(), await environment.openCase()];
      return await openTranscript(program, profile, { runtime, globals, folder, begunMs });
    },
  });

  const findLab = async () => {
    const { findRunningLab, startOwnLab } = await import('./lab-link.ts');
    const running = await findRunningLab(runtime, environment.stateFolder);
    if (running === undefined && !startsLab) throw new CbError('NotFound', 'no lab runs');
    return running ?? (await startOwnLab(runtime));
  };
  const connectLab = async () => {
    lab ??= findLab();
    return labProfile(await lab);
  };
  const chooseProfile = async (name: string | undefined) => {
    const named = name ?? (runtime.env['CB_PROFILE'] || undefined);
    const meansLab = named === 'lab' && !(await hasProfile('lab', sources));
    return meansLab ? await connectLab() : await loadProfile({ ...sources, name });
  };
  const chooseTyped = async () => {
    const { typedProfile } = await import('../config/typed-server.ts');
    const typed = typedProfile(globals, runtime);
    const other = globals.lab === true ? '--lab' : globals.profile === undefined ? undefined : '--profile';
    if (typed !== undefined && other === undefined) return typed;
    throw new CbError('Usage', `--url and ${other ?? 'a profile'} exclude each other`, {
      hint: 'leave one of them out',
    });
  };
  const isTyped = [globals.url, globals.pin, globals.tokenFile].some((each) => each !== undefined);
  const chooseLab = async (named: string | undefined) => {
    if (named === undefined || named === 'lab') return await connectLab();
    throw new CbError('Usage', `--lab and --profile ${named} exclude each other`, {
      hint: 'leave one of them out',
    });
  };
  const keeping = makeKeeping({
    program,
    runtime,
    recorder,
    note,
    profile: () => environment.profile(),
    openCase: () => environment.openCase(),
  });
  const archives = makeArchives({
    runtime,
    globals,
    recorder,
    note,
    profile: () => environment.profile(),
    openCase: () => environment.openCase(),
    manifest: (wanted) => environment.manifest(wanted),
    stateFolder: () => environment.stateFolder,
  });
  const environment: Environment = {
    recorder,
    keeping,
    archives,
    // Only when it is needed: help works without a home.
    get stateFolder() {
      return stateDirectory(runtime);
    },
    profile(name) {
      if (name !== undefined) return chooseProfile(name);
      profile ??= isTyped
        ? chooseTyped()
        : globals.lab === true
          ? chooseLab(globals.profile)
          : chooseProfile(globals.profile ?? preferred);
      return profile;
    },
    profileName: async () =>
      isTyped
        ? (await environment.profile()).name
        : (globals.profile ?? (globals.lab === true ? 'lab' : (preferred ?? (await currentName(sources))))),
    preferProfile(name) {
      if (profile === undefined) preferred = name;
    },
    openCase() {
      opened ??= import('./open-case.ts').then(({ openCase }) =>
        openCase(runtime, globals, environment.profileName, note),
      );
      return opened;
    },
    async runNumbers() {
      const { runNumbers } = await import('../fleet/runs.ts');
      return await runNumbers({ files: runtime.files, stateFolder: environment.stateFolder });
    },
    get queryFolder() {
      return queryFolder(runtime);
    },
    async savedQueryNames() {
      const { savedQueryNames } = await import('../ops/saved-query/query-folder.ts');
      return await savedQueryNames(runtime.files, environment.queryFolder);
    },
    caseNames: async () => (await import('./open-case.ts')).caseNames(runtime),
    cb() {
      cb ??= environment
        .profile()
        .then((chosen) =>
          connect(runtime, chosen, globals, note, { recorder, onNames: heard.hear, limitMs: () => limitMs }),
        );
      return cb;
    },
    async manifest(wanted) {
      const { openManifest } = await import('./open-manifest.ts');
      return await openManifest(runtime, environment, wanted);
    },
    limitRequests(ms) {
      limitMs = ms;
    },
    hasOwnLab: async () => (await lab?.catch(() => undefined))?.own !== undefined,
    reach: (chosen) => connect(runtime, chosen, globals, note, { recorder }),
    profileNames: async () =>
      (await readProfileFiles(sources)).flatMap(({ sections }) => sections.map(({ name }) => name)),
    async knownNames() {
      const chosen = await environment.profile();
      try {
        return openKnownNames({ ...runtime, stateFolder: stateDirectory(runtime) }, chosen);
      } catch (error) {
        // Without a home nothing is known, and nothing kept.
        if (isCbError(error, 'Config')) return undefined;
        throw error;
      }
    },
    async close({ changed, exitCode } = {}) {
      await recorder.close(exitCode);
      const [client, link] = await Promise.all([cb?.catch(() => undefined), lab?.catch(() => undefined)]);
      await client?.close();
      await link?.own?.stop();
      // A lab of this process has ended, and so has what it named.
      if (client === undefined || link?.own !== undefined) return;
      const { remindOfIsolations } = await import('./remind-isolations.ts');
      await remindOfIsolations(await keeping.isolations(), runtime.clock.now(), note);
      await heard.keep(environment.knownNames, changed);
    },
  };
  return environment;
}

interface ConnectOptions {
  readonly recorder: Recorder;
  readonly onNames?: OnNames;
  readonly limitMs?: () => number | undefined;
}

async function connect(
  runtime: Runtime,
  profile: Profile,
  globals: Partial<Globals>,
  note: (text: string) => void,
  { recorder, onNames, limitMs }: ConnectOptions,
): Promise<Cb> {
  const { createHttp } = await import('../transport/http.ts');
  const { url, token, tls, proxy, ignoreSystemProxy } = profile;
  const http = createHttp({
    url,
    token,
    tls,
    proxy,
    ignoreSystemProxy,
    profileName: profile.name,
    readonly: profile.readonly,
    get timeoutMs() {
      return limitMs?.() ?? globals.timeout ?? profile.timeoutMs;
    },
    env: runtime.env,
    clock: runtime.clock,
    warn: note,
    onLoaded: runtime.setEngineFlags,
    recorder,
    ...(globals.debug === true ? { trace: (line: string) => runtime.note(line) } : {}),
    ...(globals.dryRun === true ? { dryRun: (request: DryRunRequest) => printDryRun(runtime, request) } : {}),
  });
  return createCb({ http, onNames });
}

/** A write that is held back is the result of a dry run: it goes to stdout, its secrets as `***`, of a picture only how large it is. */
export function printDryRun(runtime: Runtime, { method, path, body }: DryRunRequest): void {
  const json = body === undefined ? '' : ` ${escapeJson(JSON.stringify(redactJson(body), withoutPicture))}`;
  void runtime.streams.out.write(`${method} ${escapeLine(path)}${json}\n`).catch(() => undefined);
}

function withoutPicture(key: string, value: unknown): unknown {
  const isPicture = /^icon/.test(key) && typeof value === 'string' && value.length > 100;
  return isPicture ? `(${value.length} characters)` : value;
}

function labProfile({ url, token, fingerprint }: LabLink): Profile {
  return plainProfile({
    name: 'lab',
    label: 'lab',
    url,
    token: async () => token,
    tls: { verify: true, verifyHostname: true, ca: undefined, pin: fingerprint },
    ignoreSystemProxy: true,
  });
}
