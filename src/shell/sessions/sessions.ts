import { CbError } from '../../errors/cb-error.ts';
import type { LeaveHow, SessionRef, ShellSession } from './shell-session.ts';

/** A sensor that was found, and how to get a session on it. */
export interface FoundSensor<C> {
  readonly sensorId: number;
  open(): Promise<ShellSession<C>>;
}

export interface ReachOptions {
  /** ms; `true`: as long as is usual; undefined: the sensor must be online. */
  readonly wait: number | true | undefined;
  readonly signal: AbortSignal;
  readonly note: (text: string) => void;
}

/** Finds the sensor that a word means. */
export type FindSensor<C> = (word: string, options: ReachOptions) => Promise<FoundSensor<C>>;

export interface OpenSession<C> extends SessionRef {
  readonly session: ShellSession<C>;
}

/** The sessions of one shell, and the one that a line goes to where it does not say another. */
export class Sessions<C> {
  readonly #find: FindSensor<C> | undefined;
  /** The last that was gone to stands last. */
  #members: readonly OpenSession<C>[];
  #last = 1;

  constructor(first: ShellSession<C>, find?: FindSensor<C>) {
    this.#find = find;
    this.#members = [{ number: 1, host: first.host, session: first }];
  }

  get current(): OpenSession<C> {
    const member = this.#members.at(-1);
    if (member === undefined) throw new Error('a shell without a session');
    return member;
  }

  /** By their numbers. */
  all(): readonly OpenSession<C>[] {
    return [...this.#members].sort((a, b) => a.number - b.number);
  }

  get areSeveral(): boolean {
    return this.#members.length > 1;
  }

  /** By number, hostname, or the beginning of one. */
  lookUp(word: string): readonly OpenSession<C>[] {
    const name = word.toLowerCase();
    const all = this.all();
    const exact = all.filter(({ number, host }) => String(number) === word || host.toLowerCase() === name);
    return exact.length > 0 ? exact : all.filter(({ host }) => host.toLowerCase().startsWith(name));
  }

  /** The one that a word means; `Usage` for none and for several. */
  named(word: string): OpenSession<C> {
    const [only, ...others] = word === '' ? [] : this.lookUp(word);
    if (only !== undefined && others.length === 0) return only;
    const choices = (only === undefined ? this.all() : [only, ...others]).map(
      ({ number, host }) => `${number} ${host}`,
    );
    const message =
      only === undefined ? `no session "${word}" in this shell` : `"${word}" is several sessions`;
    throw new CbError('Usage', message, {
      hint: `this shell has ${choices.join(', ')}; connect opens another`,
    });
  }

  /** The same by a reference that was taken earlier. */
  at({ number }: SessionRef): OpenSession<C> {
    return this.named(String(number));
  }

  /** From now on lines go there. */
  use(member: OpenSession<C>): void {
    this.#members = [...this.#members.filter((each) => each !== member), member];
  }

  /** Goes to a sensor; true where a session was opened, false where there was one. */
  async connect(word: string, options: ReachOptions): Promise<boolean> {
    if (this.#find === undefined) throw new CbError('Usage', 'this shell keeps to its sensor');
    const { sensorId, open } = await this.#find(word, options);
    const known = this.#members.find(({ session }) => session.sensorId === sensorId);
    if (known !== undefined) {
      this.use(known);
      return false;
    }
    const session = await open();
    this.#last += 1;
    this.use({ number: this.#last, host: session.host, session });
    return true;
  }

  /** `Usage` where leaving one would leave the shell without any. */
  mustBeSeveral(): void {
    if (this.areSeveral) return;
    throw new CbError('Usage', 'it is the only session of this shell', { hint: 'exit leaves both' });
  }

  /** Leaves one of several; lines go to the one that was used before it. */
  async leave(member: OpenSession<C>, how: LeaveHow): Promise<void> {
    this.mustBeSeveral();
    this.#members = this.#members.filter((each) => each !== member);
    await member.session.leave(how);
  }

  /** At once: one that is lost shall not hold up the others. */
  async leaveAll(how: LeaveHow): Promise<void> {
    await Promise.all(this.all().map(({ session }) => session.leave(how)));
  }
}
