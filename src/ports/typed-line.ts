/** The line at the bottom of the terminal while somebody types there: what else is written goes above it, and nothing draws over it. */
export interface TypedLine {
  /** Gives the place to a line until the function that comes back is called. */
  hold(line: HeldLine): () => void;
  isHeld(): boolean;
  /** Writes whole lines above it. */
  above(write: () => void): void;
  /** Something that moves is drawn there until the function that comes back is called: what is typed must not be echoed into it. */
  cover(): () => void;
  /** Calls `keep` at each `cover`, to take what is typed meanwhile, and what comes back of it at the end. */
  onCover(keep: () => () => void): () => void;
}

export interface HeldLine {
  /** Takes it off the screen. */
  hide(): void;
  /** Draws it again, where the cursor is now. */
  begin(): void;
}
