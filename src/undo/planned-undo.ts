import type { ThingState } from '../ports/keeper.ts';
import type { KeptChange } from './undo-step.ts';

/** What an undo does about one thing. */
export type UndoWay = 'put back' | 'put back over others' | 'already so' | 'stays' | 'cannot be undone';

export interface PlannedUndo {
  /** Of the step, from 1. */
  readonly number: number;
  readonly change: KeptChange;
  readonly now: ThingState;
  readonly way: UndoWay;
  /** More about the way, in a few words. */
  readonly why?: string | undefined;
}
