/** No connection came about: nothing of a request was sent. `fingerprint` is that of a certificate that was refused. */
export class ConnectFailure extends Error {
  override readonly name = 'ConnectFailure';
  readonly host: string;
  readonly fingerprint: string | undefined;

  constructor(host: string, cause: unknown, fingerprint?: string) {
    super(`no connection to ${host}`, { cause });
    this.host = host;
    this.fingerprint = fingerprint;
  }
}
