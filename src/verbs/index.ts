import type { Spec } from '../spec/spec.ts';
import { cat } from './cat.ts';
import { cd } from './cd.ts';
import type { VerbContext } from './context.ts';
import { drives } from './drives.ts';
import { find } from './find.ts';
import { get } from './get.ts';
import { head } from './head.ts';
import { hexdump } from './hexdump.ts';
import { ls } from './ls.ts';
import { mkdir } from './mkdir.ts';
import { put } from './put.ts';
import { pwd } from './pwd.ts';
import { rm } from './rm.ts';
import { stat } from './stat.ts';
import { tail } from './tail.ts';
import { tree } from './tree.ts';

/** Every verb that talks to a sensor, in the order of help. */
export const verbs: readonly Spec<VerbContext>[] = [
  ls,
  cd,
  pwd,
  drives,
  stat,
  find,
  tree,
  cat,
  head,
  tail,
  hexdump,
  get,
  put,
  rm,
  mkdir,
];
