import { EventEmitter, once } from 'node:events';
import type { Outcome } from '../../src/run/outcome.ts';
import { runShell, type ShellEnd } from '../../src/shell/loop.ts';
import { type FindSensor, Sessions } from '../../src/shell/sessions/sessions.ts';
import type { ShellSession } from '../../src/shell/sessions/shell-session.ts';
import type { ShellMemory } from '../../src/shell/settings.ts';
import type { ShellEvents, ShellHost } from '../../src/shell/shell-host.ts';
import type { StartupFile } from '../../src/shell/startup.ts';
import type { CompletionProviders } from '../../src/spec/completion-values.ts';
import type { Globals } from '../../src/spec/globals.ts';
import type { CommandObjectName, Spec } from '../../src/spec/spec.ts';
import { noRecorder } from '../../src/transcript/recorder.ts';
import type { TestRuntime } from './make-runtime.ts';

export interface HostOptions<C> {
  readonly runtime: TestRuntime;
  readonly verbs: readonly Spec<C>[];
  readonly context: ShellSession<C>['context'];
  readonly supports?: ((name: CommandObjectName) => boolean) | undefined;
  readonly label?: string;
  readonly slots?: () => string | undefined;
  readonly caseName?: () => string | undefined;
  /** Over one on `HOST`, in `C:\`. */
  readonly session?: Partial<ShellSession<C>>;
  readonly find?: FindSensor<C>;
  readonly globals?: Partial<Globals>;
  readonly isReadonly?: boolean;
  readonly allowLocal?: boolean;
  readonly providers?: CompletionProviders | undefined;
  readonly historyFile?: string;
  readonly memory?: ShellMemory;
  readonly startupFiles?: readonly StartupFile[];
  readonly signal?: AbortSignal;
}

/** A host with everything that a test does not care for filled in; the prompt is `HOST C:\> `. */
export function makeHost<C>(options: HostOptions<C>): ShellHost<C> {
  const { context, supports, providers, session, find, ...rest } = options;
  const first = makeShellSession({ context, providers, ...(supports && { supports }), ...session });
  return {
    globals: {},
    isReadonly: false,
    recorder: noRecorder,
    allowLocal: false,
    sessions: new Sessions(first, find),
    ...rest,
  };
}

/** A session that is nowhere. */
export function makeShellSession<C>(
  session: Partial<ShellSession<C>> & Pick<ShellSession<C>, 'context'>,
): ShellSession<C> {
  return { sensorId: 10, host: 'HOST', id: 1, directory: 'C:\\', leave: async () => undefined, ...session };
}

/**
 * Types into a shell and waits for what it does: every key is a write of its own (a Tab within a longer piece counts as pasted), and
 * nothing waits for time.
 */
export class ShellDriver<End = ShellEnd> {
  readonly runtime: TestRuntime;
  readonly ended: Promise<End>;
  readonly #events = new EventEmitter();
  #prompts = 0;

  /** `start` begins the shell, or a program that has one. The runtime must have been made with `tty: true`. */
  constructor(start: (events: ShellEvents) => Promise<End>, runtime: TestRuntime) {
    this.runtime = runtime;
    this.ended = start({
      prompt: () => {
        this.#prompts += 1;
        this.#events.emit('prompt');
      },
      done: (outcome: Outcome) => this.#events.emit('done', outcome),
      completed: () => this.#events.emit('completed'),
    });
    this.ended.catch(() => undefined);
  }

  /** A shell at its first prompt. */
  static async start<C>(options: HostOptions<C>): Promise<ShellDriver> {
    const host = makeHost(options);
    const driver = new ShellDriver((events) => runShell({ ...host, events }), options.runtime);
    await driver.prompt();
    return driver;
  }

  /** Resolves when a line can be typed; at once if that is so and nothing was typed since. */
  async prompt(): Promise<void> {
    if (this.#prompts === 0) await once(this.#events, 'prompt');
    this.#prompts = 0;
  }

  /** Presses keys one by one. */
  async keys(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      this.runtime.streams.in.write(key);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Types text, one write a character, without Enter. */
  type(text: string): Promise<void> {
    return this.keys(...text);
  }

  /** Types a line and Enter, and gives how it ended once the next prompt is there, or the shell has ended. */
  async line(text: string): Promise<Outcome> {
    const done = once(this.#events, 'done') as Promise<[Outcome]>;
    await this.enter(text);
    const [outcome] = await done;
    await Promise.race([this.prompt(), this.ended]);
    return outcome;
  }

  /** Types a line and Enter without waiting. */
  enter(text: string): Promise<void> {
    return this.keys(...text, '\r');
  }

  /** Resolves with how the running line ended. */
  async done(): Promise<Outcome> {
    const [outcome] = (await once(this.#events, 'done')) as [Outcome];
    return outcome;
  }

  /** Presses Tab and waits for the answer. */
  async tab(): Promise<void> {
    const completed = this.completed();
    await this.keys('\t');
    await completed;
  }

  /** Resolves when a Tab that was pressed has been answered. */
  async completed(): Promise<void> {
    await once(this.#events, 'completed');
    await new Promise((resolve) => setImmediate(resolve));
  }

  /** Pastes text as a terminal does that marks it, and waits until the shell has taken it. */
  async paste(text: string): Promise<void> {
    this.runtime.streams.in.write(`\u001b[200~${text}\u001b[201~`);
    for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  }

  /** What stdout and stderr got since the last call, without cursor movements; the line being edited stands at the end. */
  takeErr(): string {
    const text = this.runtime.err();
    this.runtime.streams.err.clear();
    return text;
  }

  takeOut(): string {
    const text = this.runtime.out();
    this.runtime.streams.out.clear();
    return text;
  }
}
