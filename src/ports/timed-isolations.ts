/** That a sensor is isolated for a time, as it was asked for from this computer. */
export interface TimedIsolation {
  readonly sensorId: number;
  readonly host: string;
  /** Unix ms by our clock. */
  readonly untilMs: number;
}

/** Isolations with an end, of the sensors of one server as one profile names it. Nothing ends by itself: they are reminded of. */
export interface TimedIsolations {
  all(): Promise<readonly TimedIsolation[]>;
  get(sensorId: number): Promise<TimedIsolation | undefined>;
  /** On the disk when it returns. */
  set(isolation: TimedIsolation): Promise<void>;
  forget(sensorId: number): Promise<void>;
  /** How many there are of other servers and profiles. */
  elsewhere(): Promise<number>;
  /** Paths of those of which nobody knows any more what they say. */
  unread(): Promise<readonly string[]>;
}
