/** No connection came about: nothing of a request was sent. `fingerprint` is that of a certificate that was refused. */
export class ConnectFailure extends Error {
  override readonly name = 'ConnectFailure';
  readonly host: string;
  readonly fingerprint: string | undefined;
  /** It is the proxy that was not reached. */
  readonly isProxy: boolean;

  constructor(
    host: string,
    cause: unknown,
    {
      fingerprint,
      isProxy = false,
    }: { readonly fingerprint?: string | undefined; readonly isProxy?: boolean } = {},
  ) {
    super(`no connection to ${host}`, { cause });
    this.host = host;
    this.fingerprint = fingerprint;
    this.isProxy = isProxy;
  }
}
