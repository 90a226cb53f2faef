import type { SessionStatus } from '../api/wire/session.ts';

/** The life of a Live Response session as this program sees it. (contract/live-response.md, "Status life cycle") */
export type SessionState =
  | { readonly name: 'requested' }
  | { readonly name: 'pending'; readonly id: number }
  | { readonly name: 'active'; readonly id: number }
  | { readonly name: 'closing'; readonly id: number }
  | { readonly name: 'closed'; readonly id: number }
  | { readonly name: 'timed-out'; readonly id: number }
  | { readonly name: 'lost'; readonly id: number };

export type SessionEvent =
  | { readonly type: 'created'; readonly id: number }
  | { readonly type: 'status'; readonly status: SessionStatus }
  | { readonly type: 'gone' }
  | { readonly type: 'close-asked' }
  | { readonly type: 'close-confirmed' }
  | { readonly type: 'wait-over' };

export type SessionStateName = SessionState['name'];

/** States that nothing follows. An unknown status word keeps the state: we wait and look again. */
export const terminal: ReadonlySet<SessionStateName> = new Set(['closed', 'timed-out', 'lost']);

export function transition(state: SessionState, event: SessionEvent): SessionState {
  if (event.type === 'created') return { name: 'pending', id: event.id };
  if (state.name === 'requested' || terminal.has(state.name)) return state;
  const { id } = state;
  switch (event.type) {
    case 'gone':
      return state.name === 'closing' ? { name: 'closed', id } : { name: 'lost', id };
    case 'close-asked':
      return { name: 'closing', id };
    case 'close-confirmed':
      return { name: 'closed', id };
    case 'wait-over':
      return { name: 'timed-out', id };
    case 'status':
      return fromStatus(state, id, event.status);
  }
}

function fromStatus(state: SessionState, id: number, status: SessionStatus): SessionState {
  switch (status) {
    case 'pending':
      return state.name === 'closing' ? state : { name: 'pending', id };
    case 'active':
      return state.name === 'closing' ? state : { name: 'active', id };
    case 'closed':
    case 'inactive':
      return { name: 'closed', id };
    case 'timeout':
      return { name: 'timed-out', id };
    case 'other':
      return state;
  }
}
