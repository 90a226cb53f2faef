import { describe, expect, it } from 'vitest';
import { type SessionEvent, type SessionState, terminal, transition } from '../../src/live/state.ts';

const pending = { name: 'pending', id: 5 } as const;
const active = { name: 'active', id: 5 } as const;
const closing = { name: 'closing', id: 5 } as const;

describe('the state of a session', () => {
  it('becomes pending when the server has made it', () => {
    expect(transition({ name: 'requested' }, { type: 'created', id: 5 })).toEqual(pending);
  });

  it.each([
    [pending, { type: 'status', status: 'pending' }, pending],
    [pending, { type: 'status', status: 'active' }, active],
    [pending, { type: 'gone' }, { name: 'lost', id: 5 }],
    [pending, { type: 'wait-over' }, { name: 'timed-out', id: 5 }],
    [active, { type: 'status', status: 'closed' }, { name: 'closed', id: 5 }],
    [active, { type: 'status', status: 'inactive' }, { name: 'closed', id: 5 }],
    [active, { type: 'status', status: 'timeout' }, { name: 'timed-out', id: 5 }],
    [active, { type: 'close-asked' }, closing],
    [closing, { type: 'close-confirmed' }, { name: 'closed', id: 5 }],
  ] satisfies [SessionState, SessionEvent, SessionState][])('goes from %o by %o to %o', (from, event, to) => {
    expect(transition(from, event)).toEqual(to);
  });

  it('stays closing while the server still shows it as active', () => {
    expect(transition(closing, { type: 'status', status: 'active' })).toEqual(closing);
  });

  it('is closed, not lost, when it goes away after closing was asked for', () => {
    expect(transition(closing, { type: 'gone' })).toEqual({ name: 'closed', id: 5 });
  });

  it('keeps its state at a status that nobody has documented', () => {
    expect(transition(pending, { type: 'status', status: 'other' })).toEqual(pending);
  });

  it('is left by no event once it is terminal', () => {
    const events: SessionEvent[] = [
      { type: 'status', status: 'active' },
      { type: 'gone' },
      { type: 'close-asked' },
      { type: 'wait-over' },
    ];
    const ends = [...terminal].map((name) => ({ name, id: 5 }) as SessionState);
    expect(ends).toHaveLength(3);
    for (const end of ends) {
      for (const event of events) expect(transition(end, event)).toEqual(end);
    }
  });
});
