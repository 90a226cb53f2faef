/** What `cblr lab`, `--lab`, `npm start`, the tests and the bench start. Implemented in start.ts. (design/lab.md) */
export interface LabOptions {
  readonly port?: number;
  readonly tls?: boolean;
  /** Keeps store, certificate and token between runs. */
  readonly data?: string;
  readonly seed?: number;
  /** Unix milliseconds at start; the lab's clock runs on from there. */
  readonly now?: number;
  readonly era?: '5.2' | '6.2' | '7.8';
  readonly sensors?: number;
  readonly processes?: number;
  readonly checkInMs?: number;
  readonly sensorLatencyMs?: number;
  /** `NAME` or `NAME=VALUE`, as in design/lab.md. */
  readonly faults?: readonly string[];
  readonly thisMachine?: boolean;
  readonly allowWrite?: boolean;
  readonly listenAnywhere?: boolean;
}

export interface RunningLab {
  readonly url: string;
  readonly token: string;
  /** SHA-256 of the server's certificate, `AA:BB:…` as Node prints it; undefined without TLS. */
  readonly fingerprint: string | undefined;
  /** PEM that a client can trust; undefined without TLS. */
  readonly ca: string | undefined;
  readonly port: number;
  setFault(fault: string): void;
  clearFaults(): void;
  stop(): Promise<void>;
}
