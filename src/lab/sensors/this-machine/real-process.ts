import type { FileTime } from '../process-guid.ts';

/** One process of this computer. */
export interface RealProcess {
  readonly pid: number;
  readonly parent: number;
  readonly start: FileTime;
  /** Empty where it may not be read, and for threads of the kernel. */
  readonly path: string;
  readonly commandLine: string;
  readonly username: string;
  /** Windows only. */
  readonly sid: string;
}
