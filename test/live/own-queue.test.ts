import { describe, expect, it } from 'vitest';
import { readCommandObject } from '../../src/api/wire/command-object.ts';
import { OwnQueue } from '../../src/live/own-queue.ts';

function ended(createdMs: number, completedMs: number) {
  return readCommandObject({
    status: 'complete',
    create_time: createdMs / 1000,
    completion: completedMs / 1000,
  });
}

describe('our own commands on a sensor', () => {
  it('expects nothing of a sensor that has answered nothing yet', () => {
    expect(new OwnQueue().start('delete file', 0).expectedMs).toBeUndefined();
  });

  it('expects of a command what is still ahead of it, too', () => {
    const queue = new OwnQueue();
    queue.end(queue.start('directory list', 0), ended(9_000, 10_000), 1003);
    queue.start('delete file', 2000);
    const second = queue.start('create process', 2400);
    expect(second.expectedMs).toBe(1600);
    expect(queue.start('get file', 2400).expectedMs).toBe(2600);
  });

  it('counts for a command only what it took when its turn had come', () => {
    const queue = new OwnQueue();
    const first = queue.start('delete file', 0);
    const second = queue.start('create process', 1);
    queue.end(first, ended(10_000, 11_000), 1003);
    queue.end(second, ended(10_001, 12_000), 2004);
    expect(queue.start('create process', 5000).expectedMs).toBe(1000);
  });

  it('takes our own clock where the server names no times, or such as cannot be', () => {
    const queue = new OwnQueue();
    queue.end(queue.start('kill', 0), readCommandObject({ status: 'complete' }), 400);
    queue.end(queue.start('kill', 500), ended(9_000, 99_000), 900);
    expect(queue.start('kill', 1000).expectedMs).toBe(400);
  });

  it('waits no longer behind a command that nobody waits for', () => {
    const queue = new OwnQueue();
    queue.end(queue.start('kill', 0), ended(9_000, 9_100), 100);
    queue.drop(queue.start('kill', 200));
    expect(queue.start('kill', 200).expectedMs).toBe(100);
  });
});
