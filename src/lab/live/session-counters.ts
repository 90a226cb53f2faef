import type { LabOptions } from '../lab.ts';
import type { SessionCounters } from './session.ts';

/** Every session counts from 1, as real servers have it; from given first ids all sessions count on together. */
export function sessionCounters(first: LabOptions['firstIds']): () => SessionCounters {
  if (first === undefined) return () => ({ nextCommand: counterFrom(1), nextFile: counterFrom(1) });
  const shared = { nextCommand: counterFrom(first.command), nextFile: counterFrom(first.file) };
  return () => shared;
}

function counterFrom(first: number): () => number {
  let next = first;
  return () => next++;
}
