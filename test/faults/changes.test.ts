import { playFamily } from './play.ts';

playFamily('changes');
