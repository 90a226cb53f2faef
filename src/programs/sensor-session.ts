import type { Cb } from '../api/client.ts';
import type { Live } from '../live/live.ts';
import type { Runtime } from '../ports/runtime.ts';
import type { RunOptions } from '../run/run-call.ts';
import type { LeaveHow, ShellSession } from '../shell/sessions/shell-session.ts';
import type { CompletionProviders } from '../spec/completion-values.ts';
import type { CommandObjectName } from '../spec/spec.ts';
import type { DryRunRequest } from '../transport/types.ts';
import type { VerbContext } from '../verbs/context.ts';
import { type Archives, leaveLive } from './archives.ts';
import { completionProviders } from './completion-providers.ts';
import { type Environment, printDryRun } from './environment.ts';
import type { Keeping } from './keeping.ts';
import { verbContext } from './verb-context.ts';

export interface SensorSessionDeps {
  readonly cb: Cb;
  readonly runtime: Runtime;
  readonly numberOf: VerbContext['numberOf'];
  readonly evidence: VerbContext['evidence'];
  readonly manifest: Environment['manifest'];
  readonly archives: Archives;
  readonly keeping: Keeping;
}

/** A session of a shell: verbs run in it, and it knows where one is. */
export class SensorSession implements ShellSession<VerbContext> {
  readonly providers: CompletionProviders;
  readonly #live: Live;
  readonly #deps: SensorSessionDeps;

  constructor(live: Live, deps: SensorSessionDeps) {
    this.#live = live;
    this.#deps = deps;
    this.providers = completionProviders(live);
  }

  get sensorId(): number {
    return this.#live.session.sensor.id;
  }

  get host(): string {
    return this.#live.session.sensor.hostname;
  }

  get id(): number {
    return this.#live.session.currentId();
  }

  get directory(): string {
    return this.#live.place.shown;
  }

  get isInRegistry(): boolean {
    return this.#live.place.key !== undefined;
  }

  get isOurs(): boolean {
    return this.#live.session.created || this.#live.session.isKept;
  }

  get user(): string | undefined {
    return this.#live.username;
  }

  get openedMs(): number | undefined {
    return this.#live.session.openedMs;
  }

  context(run: RunOptions): VerbContext {
    const { cb, runtime, numberOf, evidence, manifest, keeping } = this.#deps;
    const print = (sent: DryRunRequest) => printDryRun(runtime, sent);
    return verbContext(this.#live, cb, runtime, run, { print, manifest, keeping, numberOf, evidence });
  }

  supports(name: CommandObjectName): boolean {
    return this.#live.session.supports(name);
  }

  patienceMs(commands: number): number {
    return this.#live.patienceMs(commands);
  }

  leave(how: LeaveHow): Promise<void> {
    return leaveLive(this.#live, how, this.#deps.archives);
  }
}
