import { CbError } from './cb-error.ts';

/** That of a command object that was kept back, or taken back before the sensor had it: nothing of it was done, nor will be. */
export class NeverTaken extends CbError {}
