import { playFamily } from './play.ts';

playFamily('looks');
