/** This process among others of the machine. */
export interface OwnProcess {
  readonly pid: number;
  /** False where no process with that pid runs. */
  isAlive(pid: number): boolean;
}
