import { putSection, setUse } from '../../config/cbrc-edit.ts';
import { editProfiles } from '../../config/edit-profiles.ts';
import { readProfileFiles } from '../../config/profile-files.ts';
import { CbError, isCbError } from '../../errors/cb-error.ts';
import { done, type Result, text } from '../../spec/result.ts';
import type { CommandContext } from '../context.ts';
import { askToken, askUrl } from './answers.ts';
import { type Keychain, keepToken, keychainOf } from './keychain.ts';
import { edits, type ProfileOptions, preview, readWish, tokenEdits } from './profile-edits.ts';
import { configSources } from './profile-files.ts';
import { settleTrust } from './trust.ts';
import { tryToken } from './try-token.ts';

export interface AddOptions extends ProfileOptions {
  readonly url: string | undefined;
  readonly tokenStdin: boolean;
  readonly keychain: boolean;
  readonly use: boolean;
  readonly force: boolean;
}

/** Asks for what is missing, settles how the server is trusted, and writes the profile. */
export async function addProfile(name: string, input: AddOptions, context: CommandContext): Promise<Result> {
  const { runtime, signal, globals } = context;
  const sources = configSources(context);
  // A name that no section can have is refused before anything is asked.
  putSection('', name, {});
  const ours = (await readProfileFiles(sources)).find((file) => file.isOurs);
  const isThere = ours?.sections.some((section) => section.name === name) === true;
  if (isThere && !input.force) throw alreadyThere(name);
  const old = isThere ? await usable(name, context) : undefined;

  const keychain = input.keychain ? keychainOf(name, runtime.platform) : undefined;
  const wish = await readWish(input, runtime);
  const url = await askUrl(input.url, old?.url, runtime);
  const isSameServer = old?.url === url;
  const tls = {
    verify: !input.noVerify && (wish.wantsVerification || (old?.tls.verify ?? true)),
    verifyHostname: !input.noVerifyHostname && (old?.tls.verifyHostname ?? true),
    ca: wish.ca?.pem ?? old?.tls.ca,
    pin: undefined,
  };
  const way = {
    proxy: wish.proxy ?? old?.proxy,
    ignoreSystemProxy: input.ignoreSystemProxy || old?.ignoreSystemProxy === true,
    signal,
    timeoutMs: globals.timeout,
  };
  // A pin is the server's own, so a new server needs a new one.
  const pin = wish.pin ?? (isSameServer && !input.noVerify ? old.tls.pin : undefined);
  const trust = await settleTrust({ url, pin, tls, way }, context);
  // A token goes to no other server than the one it was given for.
  const token =
    input.tokenCommand === undefined ? await askToken(input.tokenStdin, isSameServer, runtime) : undefined;
  const changes = {
    url,
    ...tokenEdits(keychain === undefined ? token : undefined, keychain?.line ?? input.tokenCommand),
    ssl_pin: trust.pin,
    ...edits(input, wish),
  };
  if (context.dryRun) return text([preview(name, changes)]);
  if (token !== undefined && trust.isReachable)
    await tryToken({ ...way, url, name, token, tls: { ...tls, pin: trust.pin } }, context);
  if (keychain !== undefined) await keepIn(keychain, token ?? (await old?.token()), context);
  const isFirst = ours === undefined || ours.sections.length === 0;
  const path = await editProfiles(sources, (content) => {
    const after = putSection(content, name, changes);
    return input.use || (isFirst && name !== 'default') ? setUse(after, name) : after;
  });
  return done(`profile ${name} is written to ${path}: ${trust.words}; see cblr profile check ${name}`, {
    profile: name,
    path,
    url,
    ssl_pin: trust.pin ?? null,
  });
}

async function keepIn(keychain: Keychain, token: string | undefined, context: CommandContext): Promise<void> {
  if (token === undefined) throw new CbError('Usage', '--keychain has no token to keep');
  await keepToken(keychain, token, context);
  context.note(`the token is kept in ${keychain.called}`);
}

function alreadyThere(name: string): CbError {
  return new CbError('Usage', `there is a profile ${name} already`, {
    hint: 'take another name, or change what is there with --force',
    context: { profile: name },
  });
}

/** The profile as it is; one that could not be used gives nothing, and everything is asked for anew. */
async function usable(name: string, { program }: CommandContext) {
  return await program.profile(name).catch((error: unknown) => {
    if (isCbError(error, 'Config')) return undefined;
    throw error;
  });
}
