// `npm start`: the demonstration. The lab runs in this process; the shell is on its sensor 10 (or the one that is named first), with
// `--this-machine` on sensor 5, which then is this computer.
import { launch } from '../bin/launch.js';

const words = process.argv.slice(2);
const labWords = words.filter((word) => word === '--this-machine' || word === '--allow-write');
const others = words.filter((word) => !labWords.includes(word));
const named = others[0]?.startsWith('-') === false ? others[0] : undefined;
const sensor = named ?? (labWords.includes('--this-machine') ? '5' : '10');
const options = others.slice(named === undefined ? 0 : 1);

process.env.CBLR_LAB = [process.env.CBLR_LAB, ...labWords].filter(Boolean).join(' ');
process.argv = [process.argv[0], process.argv[1], '--lab', 'connect', sensor, ...options];
launch('cblr');
