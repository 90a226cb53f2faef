import { describe, expect, it } from 'vitest';
import type { Cb } from '../../src/api/client.ts';
import { sessionSlots } from '../../src/programs/session-slots.ts';
import { makeTestClock } from '../support/test-clock.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('the sessions open on the server', () => {
  it('are looked up beside the prompt, once a minute at most, and unknown where the server does not say', async () => {
    const clock = makeTestClock(0, false);
    const replies = [['active', 'pending', 'closed'], new Error('down'), []];
    let asked = 0;
    const sessions = async () => {
      const reply = replies[asked] ?? [];
      asked += 1;
      if (reply instanceof Error) throw reply;
      return reply.map((state) => ({ state }));
    };
    const slots = sessionSlots({ liveResponse: { sessions } } as unknown as Pick<Cb, 'liveResponse'>, clock);
    expect(slots.known()).toBeUndefined();
    await turn();
    expect([slots.known(), slots.known(), asked]).toEqual(['2/10', '2/10', 1]);
    clock.advance(60_000);
    expect(slots.known()).toBe('2/10');
    await turn();
    expect(slots.known()).toBeUndefined();
    clock.advance(60_000);
    slots.known();
    await turn();
    expect(slots.known()).toBe('0/10');
    slots.stop();
  });
});
