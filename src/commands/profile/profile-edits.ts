import type { SectionEdits } from '../../config/cbrc-edit.ts';
import { checkCertificates } from '../../config/certificates.ts';
import { checkPin, checkProxy } from '../../config/values.ts';
import { CbError } from '../../errors/cb-error.ts';
import type { Runtime } from '../../ports/runtime.ts';
import { redactUrl } from '../../text/redact.ts';
import { accepted } from './answers.ts';
import { maskedToken } from './profile-files.ts';

/** What `profile add` was told on its line, as far as it becomes keys of the file. */
export interface ProfileOptions {
  readonly pin: string | true | undefined;
  readonly ca: string | undefined;
  readonly proxy: string | undefined;
  readonly ignoreSystemProxy: boolean;
  readonly noVerify: boolean;
  readonly noVerifyHostname: boolean;
  readonly readonly: boolean;
  readonly label: string | undefined;
  readonly tokenCommand: string | undefined;
}

/** The options, checked. */
export interface ProfileWish {
  /** `AA:BB:…`, or true for the server's own. */
  readonly pin: string | true | undefined;
  readonly ca: { readonly path: string; readonly pem: string } | undefined;
  readonly proxy: string | undefined;
  /** A CA or a pin that is named takes an `ssl_verify = false` of before away. */
  readonly wantsVerification: boolean;
}

/** Throws `Usage`, naming the option, and `LocalFile` for a CA file that cannot be read. */
export async function readWish(options: ProfileOptions, { files }: Runtime): Promise<ProfileWish> {
  const { pin, ca, proxy, tokenCommand } = options;
  if (tokenCommand !== undefined && (tokenCommand.trim() === '' || /[\r\n]/.test(tokenCommand)))
    throw new CbError('Usage', '--token-command is not one line');
  const path = ca === undefined ? undefined : files.resolve(ca);
  return {
    pin: typeof pin === 'string' ? accepted(checkPin(pin), '--pin') : pin,
    ca:
      path === undefined
        ? undefined
        : { path, pem: accepted(checkCertificates(await files.readText(path, { plain: true })), '--ca') },
    proxy: proxy === undefined ? undefined : accepted(checkProxy(proxy), '--proxy'),
    wantsVerification: pin !== undefined || ca !== undefined,
  };
}

/** Nothing where the token stays as it is; else one of the two keys, and the other one taken out. */
export function tokenEdits(token: string | undefined, tokenCommand: string | undefined): SectionEdits {
  if (tokenCommand !== undefined) return { token: undefined, token_command: tokenCommand.trim() };
  return token === undefined ? {} : { token, token_command: undefined };
}

/** The keys that were told of; the others stay. */
export function edits(options: ProfileOptions, wish: ProfileWish): SectionEdits {
  return {
    ...(wish.ca === undefined ? {} : { ssl_cert_file: wish.ca.path }),
    ...(options.noVerify ? { ssl_verify: 'false' } : wish.wantsVerification ? { ssl_verify: undefined } : {}),
    ...(options.noVerifyHostname ? { ssl_verify_hostname: 'false' } : {}),
    ...(wish.proxy === undefined ? {} : { proxy: wish.proxy }),
    ...(options.ignoreSystemProxy ? { ignore_system_proxy: 'true' } : {}),
    ...(options.readonly ? { readonly: 'true' } : {}),
    ...(options.label === undefined ? {} : { label: options.label.trim() }),
  };
}

/** The section as it would be written, for a dry run. */
export function preview(name: string, changes: SectionEdits): string {
  const lines = Object.entries(changes).flatMap(([key, value]) => {
    if (value === undefined) return [];
    return [`${key} = ${key === 'token' || key === 'token_command' ? maskedToken : redactUrl(value)}`];
  });
  return `[${name}]\n${lines.join('\n')}\n`;
}
