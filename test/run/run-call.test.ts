import { describe, expect, it } from 'vitest';
import { makeCall } from '../../src/run/call.ts';
import { type RunDeps, runCall } from '../../src/run/run-call.ts';
import type { Globals } from '../../src/spec/globals.ts';
import { globalOptions } from '../../src/spec/globals.ts';
import { wordsOf } from '../../src/spec/parse.ts';
import { findSpec } from '../../src/spec/registry.ts';
import type { Spec } from '../../src/spec/spec.ts';
import { withSensor } from '../../src/spec/with-sensor.ts';
import { noRecorder } from '../../src/transcript/recorder.ts';
import { type FakeContext, fakeVerbs } from '../shell/fake-verbs.ts';
import { makeRuntime, type RuntimeOptions } from '../support/make-runtime.ts';

/** A one-shot: `cblr VERB SENSOR …`. */
function prepare(
  options: RuntimeOptions & Partial<RunDeps<FakeContext>> & { readonly globals?: Partial<Globals> } = {},
) {
  const runtime = makeRuntime(options);
  const log: string[] = [];
  const deps: RunDeps<FakeContext> = {
    runtime,
    recorder: noRecorder,
    program: 'cblr',
    globalOptions,
    isReadonly: () => false,
    signal: new AbortController().signal,
    context: (given) => {
      log.push(`open ${String(given.input['sensor'])}`);
      return { log, run: given };
    },
    ...options,
  };
  const callOf = <C>(spec: Spec<C>, argv: readonly string[]) =>
    makeCall(spec, wordsOf(argv), { globals: options.globals ?? {}, globalOptions, now: 0, program: 'cblr' });
  const run = (name: string, ...argv: readonly string[]) => {
    const found = findSpec(fakeVerbs, name.split(' '));
    if (found === undefined) throw new Error(`no verb ${name}`);
    return runCall(callOf(withSensor(found.spec, 'cblr'), argv), deps);
  };
  return { runtime, log, run, deps, callOf };
}

describe('a one-shot', () => {
  it('parses, opens its context, runs and renders', async () => {
    const { run, log, runtime } = prepare();
    expect(await run('ls', '10', 'C:\\', '--json')).toEqual({ exitCode: 0 });
    expect(log).toEqual(['open 10', 'ls C:\\']);
    expect(JSON.parse(runtime.out())).toEqual([{ name: 'a.txt' }, { name: 'b c.txt' }]);
  });

  it('names its program in errors, and opens nothing for bad arguments', async () => {
    const { run, log, runtime } = prepare();
    expect(await run('rm', '10')).toEqual({ exitCode: 2, kind: 'Usage' });
    expect(runtime.err()).toBe('cblr: rm needs <path>: cblr rm <sensor> <path...>\n');
    expect(log).toEqual([]);
  });

  it('shows help without opening anything', async () => {
    const { run, log, runtime } = prepare();
    expect(await run('ls', '--help')).toEqual({ exitCode: 0 });
    expect(runtime.out()).toContain('cblr ls [options] <sensor> [path]');
    expect(log).toEqual([]);
  });

  it('opens nothing where the profile is read-only or nobody can be asked, and runs nothing where the answer is no', async () => {
    const locked = prepare({ isReadonly: async () => true });
    expect(await locked.run('put', '10', 'a')).toMatchObject({ kind: 'ReadOnly' });
    expect(await prepare().run('rm', '10', 'a')).toMatchObject({ kind: 'Usage' });
    const asked = prepare({ tty: true, answers: [false] });
    expect(await asked.run('rm', '10', 'a')).toMatchObject({ kind: 'Declined', exitCode: 2 });
    expect(locked.log).toEqual([]);
    expect(asked.log).not.toContain('rm a');
  });

  it('lets what asks by itself check and look up first, on a profile that may write', async () => {
    const found = findSpec(fakeVerbs, ['rm'])?.spec;
    if (found === undefined) throw new Error('no verb rm');
    // A command: it sends no command objects.
    const { wire: _, ...command } = withSensor(found, 'cblr');
    const own = { ...command, question: 'own' } as const;
    const { deps, log, callOf } = prepare();
    expect(await runCall(callOf(own, ['10', 'a']), deps)).toEqual({ exitCode: 0 });
    expect(log).toEqual(['open 10', 'rm a']);
    const locked = prepare({ isReadonly: () => true });
    expect(await runCall(callOf(own, ['10', 'a']), locked.deps)).toMatchObject({ kind: 'ReadOnly' });
    expect(locked.log).toEqual([]);
  });

  it('does not ask a profile that only reads whether it may write', async () => {
    const { run } = prepare({
      isReadonly: () => {
        throw new Error('asked');
      },
    });
    expect(await run('ls', '10')).toEqual({ exitCode: 0 });
  });

  it('takes globals given before the verb, and those behind it win', async () => {
    const { run, runtime } = prepare({ globals: { output: 'json', yes: true } });
    await run('ls', '10', '-o', 'csv');
    expect(runtime.out()).toBe('name\na.txt\nb c.txt\n');
    expect(await run('rm', '10', 'a')).toEqual({ exitCode: 0 });
  });

  it('--expect makes nothing found an error', async () => {
    const { run } = prepare();
    expect(await run('empty', '10')).toEqual({ exitCode: 0 });
    expect(await run('empty', '10', '--expect')).toEqual({ exitCode: 3, kind: 'NotFound' });
  });

  it('--quiet reaches the verb as a silent note', async () => {
    const { run, runtime } = prepare({
      context: (given) => {
        given.note('about the session');
        return { log: [], run: given };
      },
    });
    await run('ls', '10', '-q');
    expect(runtime.err()).toBe('');
    await run('ls', '10');
    expect(runtime.err()).toBe('about the session\n');
  });

  it('ends quietly with 0 when the reader of the output has gone, and the help as well', async () => {
    const { run, runtime } = prepare();
    runtime.streams.out.closeReader();
    expect(await run('ls', '10')).toEqual({ exitCode: 0, outputClosed: true });
    expect(await run('ls', '--help')).toEqual({ exitCode: 0, outputClosed: true });
    expect(runtime.err()).toBe('');
  });

  it('does not start what was interrupted while its session was opened', async () => {
    const abort = new AbortController();
    const { CbError } = await import('../../src/errors/cb-error.ts');
    const log: string[] = [];
    const { run } = prepare({
      signal: abort.signal,
      context: (given) => {
        abort.abort(new CbError('Interrupted', 'interrupted'));
        return { log, run: given };
      },
    });
    expect(await run('ls', '10')).toEqual({ exitCode: 130, kind: 'Interrupted' });
    expect(log).toEqual([]);
  });
});
