export interface LetterChoice<T> {
  /** Lower case; empty for the one that Enter means. */
  readonly letter: string;
  readonly about: string;
  readonly value: T;
}

/** A key beside the arrows and Enter. */
export interface PickKey<K> {
  /** `backspace`, or a lower-case letter. */
  readonly key: string;
  readonly about: string;
  readonly value: K;
}

export interface Picked<T, K> {
  readonly chosen?: T;
  readonly pressed?: K;
}

/** Questions on the terminal (stderr). Callers ask only where `Streams.canPrompt`. Ctrl-C rejects with kind `Interrupted`. */
export interface Prompter {
  confirm(question: string, options?: { readonly initial?: boolean }): Promise<boolean>;
  select<T>(question: string, choices: readonly { readonly label: string; readonly value: T }[]): Promise<T>;
  /** One of a list that is walked with the arrows, taken by Enter; or one of the keys. Nothing of it stays on the screen. */
  pick<T, K>(
    question: string,
    choices: readonly { readonly label: string; readonly value: T }[],
    keys: readonly PickKey<K>[],
  ): Promise<Picked<T, K>>;
  /** One of several by its letter; Enter means the one that has none, and leaving the question is `Declined`. */
  letter<T>(question: string, choices: readonly LetterChoice<T>[]): Promise<T>;
  input(question: string, options?: { readonly initial?: string }): Promise<string>;
  /** Not echoed. */
  secret(question: string): Promise<string>;
}
