import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { AbstractConnector } from 'ioredis';
import { CbError } from '../../errors/cb-error.ts';
import type { QueueAccess } from './queue-address.ts';

/**
 * How connections to a Redis are made. A pin takes the place of the chain, and nothing is said to another one: the password goes out once
 * the certificate is known to be the right one.
 */
export function connectorFor({ address, ca, pin }: QueueAccess) {
  return class QueueConnector extends AbstractConnector {
    constructor(_options: unknown) {
      super(leaveMs);
    }

    async connect(): Promise<Socket> {
      const { host, port, isTls } = address;
      this.connecting = true;
      const socket = isTls
        ? connectTls({ host, port, servername: nameOf(host), ca, rejectUnauthorized: pin === undefined })
        : connectPlain({ host, port });
      if (isTls && pin !== undefined) {
        socket.once('secureConnect', () => {
          const seen = fingerprintOf(socket);
          if (seen !== pin) socket.destroy(wrongPin(address.text, seen, pin));
        });
      }
      socket.once('error', (error) => {
        this.firstError = error;
      });
      this.stream = socket;
      return socket;
    }
  };
}

/** A connection that is left is closed by then. */
const leaveMs = 2000;

/** An address is no name that a server may be asked for. */
function nameOf(host: string): string {
  return /^[\d.]+$|:/.test(host) ? '' : host;
}

function fingerprintOf(socket: Socket & { readonly getPeerCertificate?: () => unknown }): string {
  const certificate = socket.getPeerCertificate?.() as { readonly fingerprint256?: string } | undefined;
  return certificate?.fingerprint256 ?? 'none';
}

function wrongPin(where: string, seen: string, pin: string): CbError {
  return new CbError(
    'Tls',
    `the certificate of ${where} is not the pinned one: its SHA-256 fingerprint is ${seen}, pinned is ${pin}`,
    { hint: 'ask who runs that Redis whether it was replaced; if so change queue_pin of the profile' },
  );
}
