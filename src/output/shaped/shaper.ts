/** What came of a row that could not be worked on. */
export interface RowFailure {
  /** From 1 on, among those of this call. */
  readonly row: number;
  readonly message: string;
}

/** Makes text of rows, which come as lines of JSON. */
export interface Shaper {
  write(lines: string): {
    readonly text: string;
    readonly failed: readonly RowFailure[];
    readonly said: string;
  };
  end(): string;
}

export interface ShapePlace {
  readonly isTTY: boolean;
  /** The result is a list. */
  readonly isList: boolean;
}
