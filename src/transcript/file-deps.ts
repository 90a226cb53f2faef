import type { Clock } from '../ports/clock.ts';
import type { LocalFiles } from '../ports/local-files.ts';
import type { OwnProcess } from '../ports/own-process.ts';

export interface FileDeps {
  readonly files: LocalFiles;
  readonly clock: Clock;
  readonly own: OwnProcess;
}
