import { expect, test } from 'vitest';
import { readCommandObject } from '../../src/api/wire/command-object.ts';
import { Waiting } from '../../src/live/waiting.ts';
import type { Progress } from '../../src/ports/progress.ts';

const pending = readCommandObject({ id: 1, status: 'pending' });
const running = readCommandObject({ id: 1, status: 'in progress' });

function recorder() {
  const log: string[] = [];
  const progress: Progress = {
    start: () => ({
      say: (text) => void log.push(text),
      advance: () => undefined,
      stop: () => void log.push('stop'),
    }),
  };
  return { log, progress };
}

test('a short wait says nothing', () => {
  const { log, progress } = recorder();
  new Waiting(progress, 'ps', false).look(pending, 600);
  expect(log).toEqual([]);
});

test('a long wait tells a queued command from a running one', () => {
  const { log, progress } = recorder();
  const waiting = new Waiting(progress, 'ps', false);
  waiting.look(pending, 800);
  waiting.look(pending, 5_000);
  waiting.look(running, 5_100);
  waiting.stop();
  expect(log).toEqual([
    'ps: waiting for the sensor',
    'ps: waiting for the sensor, which runs one command at a time',
    'ps: the sensor is at it',
    'stop',
  ]);
});

test('a command with progress of its own is spoken of only while it waits its turn', () => {
  const { log, progress } = recorder();
  const waiting = new Waiting(progress, 'get', true);
  waiting.look(pending, 800);
  waiting.look(running, 900);
  waiting.look(running, 1000);
  expect(log).toEqual(['get: waiting for the sensor', 'stop']);
});
