import type { Spec } from '../../spec/spec.ts';
import type { QueryContext } from '../context.ts';
import { investigationList } from './list.ts';
import { investigationNote } from './note.ts';
import { investigationShow } from './show.ts';
import { investigationTag } from './tag.ts';
import { investigationUntag } from './untag.ts';

export const investigationQueries: readonly Spec<QueryContext>[] = [
  investigationList,
  investigationShow,
  investigationTag,
  investigationNote,
  investigationUntag,
];
