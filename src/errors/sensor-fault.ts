import { CbError, type CbErrorOptions, type Rewording } from './cb-error.ts';
import type { ErrorKind } from './exit-codes.ts';

/** The result that a command object ended with. */
export interface SensorResultCode {
  readonly resultType: string | undefined;
  readonly resultCode: number | undefined;
}

/**
 * What a sensor itself said of a command object: it was carried out, and went wrong. `NotOnSensor` where its result code says that the thing is
 * not there, which nothing else may say.
 */
export class SensorFault extends CbError implements SensorResultCode {
  readonly resultType: string | undefined;
  readonly resultCode: number | undefined;

  constructor(kind: ErrorKind, message: string, result: SensorResultCode, options: CbErrorOptions = {}) {
    super(kind, message, options);
    this.resultType = result.resultType;
    this.resultCode = result.resultCode;
  }

  override reworded(changes: Rewording): SensorFault {
    const { kind = this.kind, message = this.message } = changes;
    return new SensorFault(kind, message, this, this.optionsFor(changes));
  }
}
