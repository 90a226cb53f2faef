import { CbError } from '../errors/cb-error.ts';
import { nearest } from '../text/nearest.ts';
import { settingOf } from './cbrc.ts';
import { plainProfile } from './plain-profile.ts';
import { type Profile, readProfile } from './profile.ts';
import { type ConfigSources, type ProfileFile, readProfileFiles, searchedPaths } from './profile-files.ts';
import { checkBoolean, checkToken, checkUrl } from './values.ts';

/** A profile as a list shows it: nothing secret. */
export interface ProfileSummary {
  readonly name: string;
  readonly path: string;
  readonly isOurs: boolean;
  /** The one taken when none is named. */
  readonly isCurrent: boolean;
  readonly url: string | undefined;
  readonly label: string | undefined;
  readonly readonly: boolean;
  /** What keeps it from being used. */
  readonly problem: string | undefined;
}

/**
 * The profile to use, by cli.md's order: the name given, `CB_PROFILE`, `CBAPI_URL` with `CBAPI_TOKEN`, `use` of our file, `default`.
 * Kind `Config` where there is none.
 */
export async function loadProfile(
  sources: ConfigSources & { readonly name?: string | undefined },
): Promise<Profile> {
  const asked = sources.name ?? (sources.env['CB_PROFILE'] || undefined);
  if (asked === undefined) {
    const fromEnv = environmentProfile(sources.env);
    if (fromEnv) return fromEnv;
  }
  const files = await readProfileFiles(sources);
  const chosen = chosenName(files);
  const name = asked ?? chosen?.name ?? 'default';
  const found = findSection(files, name);
  if (found) return await readProfile(found.file, found.section, sources);
  if (asked !== undefined) throw unknownProfile(name, files, sources);
  if (chosen) {
    throw new CbError(
      'Config',
      `${chosen.path}, line ${chosen.line}: use names the profile ${name}, which is not there`,
      {
        hint: 'choose another with cblr profile use NAME',
        context: { path: chosen.path, line: chosen.line },
      },
    );
  }
  throw noProfile(files, sources);
}

/** True where a file holds a section of that name: `-p lab` means the embedded lab only where none does. */
export async function hasProfile(name: string, sources: ConfigSources): Promise<boolean> {
  return findSection(await readProfileFiles(sources), name) !== undefined;
}

/** What the profile that is taken when none is named is called, whether there is one or not. */
export async function currentName(sources: ConfigSources): Promise<string> {
  const named = sources.env['CB_PROFILE'] || environmentProfile(sources.env)?.name;
  return named ?? chosenName(await readProfileFiles(sources))?.name ?? 'default';
}

/** All profiles of all files, in their order; one that an earlier file has too is not shown again. */
export async function listProfiles(sources: ConfigSources): Promise<readonly ProfileSummary[]> {
  const files = await readProfileFiles(sources);
  const env = sources.env['CB_PROFILE'] || undefined;
  const current =
    env ?? (environmentProfile(sources.env) ? undefined : (chosenName(files)?.name ?? 'default'));
  const seen = new Set<string>();
  const found: ProfileSummary[] = [];
  for (const file of files) {
    for (const section of file.sections) {
      if (seen.has(section.name)) continue;
      seen.add(section.name);
      const problem = await readProfile(file, section, sources).then(
        () => undefined,
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
      );
      const url = checkUrl(settingOf(file, section, 'url')?.value ?? '');
      const readonly = checkBoolean(settingOf(file, section, 'readonly')?.value ?? 'no');
      found.push({
        name: section.name,
        path: file.path,
        isOurs: file.isOurs,
        isCurrent: section.name === current,
        url: 'value' in url ? url.value : undefined,
        label: settingOf(file, section, 'label')?.value || undefined,
        readonly: 'value' in readonly && readonly.value,
        problem,
      });
    }
  }
  return found;
}

/** `CBAPI_URL` and `CBAPI_TOKEN`, both needed, with `CBAPI_SSL_VERIFY`. */
function environmentProfile(env: ConfigSources['env']): Profile | undefined {
  const { CBAPI_URL: url, CBAPI_TOKEN: token, CBAPI_SSL_VERIFY: verify } = env;
  if (!url || !token) return undefined;
  const checkedUrl = checkUrl(url.trim());
  if ('problem' in checkedUrl) throw badVariable('CBAPI_URL', checkedUrl.problem);
  const checkedToken = checkToken(token.trim());
  if ('problem' in checkedToken) throw badVariable('CBAPI_TOKEN', checkedToken.problem);
  const checkedVerify = checkBoolean(verify?.trim() || 'true');
  if ('problem' in checkedVerify) throw badVariable('CBAPI_SSL_VERIFY', checkedVerify.problem);
  return plainProfile({
    name: 'environment',
    url: checkedUrl.value,
    token: async () => checkedToken.value,
    tls: { verify: checkedVerify.value, verifyHostname: true, ca: undefined, pin: undefined },
  });
}

function chosenName(files: readonly ProfileFile[]) {
  const ours = files.find((file) => file.isOurs);
  return ours?.use?.value ? { name: ours.use.value, line: ours.use.line, path: ours.path } : undefined;
}

/** The first file that holds the section gives all of it: never a URL from one and a token from another. */
function findSection(files: readonly ProfileFile[], name: string) {
  for (const file of files) {
    const section = file.sections.find((each) => each.name === name);
    if (section) return { file, section };
  }
  return undefined;
}

function unknownProfile(name: string, files: readonly ProfileFile[], sources: ConfigSources): CbError {
  const known = [...new Set(files.flatMap((file) => file.sections.map((section) => section.name)))];
  const close = nearest(name, known)[0];
  const where = (files.length > 0 ? files.map((file) => file.path) : searchedPaths(sources)).join(', ');
  return new CbError('Config', `there is no profile ${name} in ${where}`, {
    hint:
      close !== undefined
        ? `did you mean ${close}?`
        : known.length > 0
          ? `there are: ${known.join(', ')}`
          : `set it up with cblr profile add ${name}, or try the embedded lab with --lab`,
    context: { profile: name },
  });
}

function noProfile(files: readonly ProfileFile[], sources: ConfigSources): CbError {
  const known = [...new Set(files.flatMap((file) => file.sections.map((section) => section.name)))];
  if (known.length > 0) {
    return new CbError('Config', 'no profile is chosen, and none is called default', {
      hint: `name one with -p, or choose it with cblr profile use NAME; there are: ${known.join(', ')}`,
    });
  }
  return new CbError('Config', `there is no profile yet (looked in ${searchedPaths(sources).join(', ')})`, {
    hint: 'set one up with cblr profile add NAME, or try the embedded lab with --lab',
  });
}

function badVariable(name: string, problem: string): CbError {
  return new CbError('Config', `${name} ${problem}`, {
    hint: 'correct the variable, or unset it and use a profile',
  });
}
