/** This process among others of the machine. */
export interface OwnProcess {
  readonly pid: number;
  /** The account it runs as; undefined or -1 where the platform knows none. */
  readonly uid?: number;
  /** False where no process with that pid runs. */
  isAlive(pid: number): boolean;
}
