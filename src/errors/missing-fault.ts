import { CbError, type CbErrorOptions, type Rewording } from './cb-error.ts';

/** What was looked for on the sensor by its path, and is not there. */
export class MissingFault extends CbError {
  readonly path: string;

  constructor(message: string, path: string, options: CbErrorOptions = {}) {
    super('NotOnSensor', message, { ...options, context: { path, ...options.context } });
    this.path = path;
  }

  override reworded(changes: Rewording): CbError {
    if (changes.kind !== undefined && changes.kind !== this.kind) return super.reworded(changes);
    return new MissingFault(changes.message ?? this.message, this.path, this.optionsFor(changes));
  }
}
