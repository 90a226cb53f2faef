import type { Spec } from '../../spec/spec.ts';
import type { QueryContext } from '../context.ts';
import { siteCreate } from './create.ts';
import { siteList } from './list.ts';
import { siteRemove } from './remove.ts';
import { siteShow } from './show.ts';

export const siteQueries: readonly Spec<QueryContext>[] = [siteList, siteShow, siteCreate, siteRemove];
