import { playFamily } from './play.ts';

playFamily('queries');
