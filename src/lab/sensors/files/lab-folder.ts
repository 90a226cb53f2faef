import { bytesContent } from '../content/content.ts';
import { seededContent, zeroContent } from '../content/made-up-content.ts';
import { allHostileNames } from '../hostile-text.ts';
import type { Directory } from './nodes.ts';
import type { Planter } from './planter.ts';

const gib = 1024 ** 3;
const MANY_ENTRIES = 100_000;

/**
 * What every simulated endpoint has for trying a client: huge files made on the fly, a folder of 100,000 entries, texts in
 * several encodings, and a folder of names that mean harm. `root` ends without a separator: `C:\lab`, `/lab`.
 */
export function plantLabFolder(planter: Planter, root: string): void {
  const { separator } = planter.files.rules;
  const at = (name: string) => `${root}${separator}${name}`;
  planter.directory(root);
  planter.file(at('zero-2g.bin'), zeroContent(2 * gib));
  planter.file(at('zero-1g.bin'), zeroContent(gib));
  planter.file(at('random-64m.bin'), seededContent(64 * 1024 ** 2, 64));
  planter.file(at('random-1m.bin'), seededContent(1024 ** 2, 1));
  planter.file(at('empty.txt'), bytesContent(new Uint8Array(0)));
  planter.directory(at('many'), {}, (directory) => fillMany(planter, directory));
  planter.directory(at('hostile'), { odd: true }, (directory) => fillHostile(planter, directory));
  plantTexts(planter, at('texts'));
  planter.directory(
    at(`deep${separator}${Array.from({ length: 12 }, (_, index) => `level-${index + 1}`).join(separator)}`),
  );
  planter.text(at(`folder with blanks${separator}read me first.txt`), 'a quoted path leads here\n');
}

function fillMany(planter: Planter, directory: Directory): void {
  const content = bytesContent(Buffer.from('one of many\n'));
  for (let index = 0; index < MANY_ENTRIES; index += 1)
    planter.into(directory, `f${String(index).padStart(7, '0')}.txt`, content);
}

function fillHostile(planter: Planter, directory: Directory): void {
  for (const { name, why } of allHostileNames)
    planter.into(directory, name, bytesContent(Buffer.from(`this name ${why}\n`)));
}

const sample = 'Grüße aus Köln: naïve façade, ½ + ¼, £5, «Ende»\r\nsecond line\r\n';

function plantTexts(planter: Planter, folder: string): void {
  const { separator } = planter.files.rules;
  const at = (name: string) => `${folder}${separator}${name}`;
  planter.text(at('utf8.txt'), `${sample}漢字 😀\r\n`);
  planter.text(at('utf8-bom.txt'), `${sample}漢字 😀\r\n`, 'utf8-bom');
  planter.text(at('utf16le-bom.txt'), `${sample}漢字 😀\r\n`, 'utf16le-bom');
  planter.text(at('cp850.txt'), sample, 850);
  planter.text(at('cp437.txt'), sample, 437);
  planter.text(at('cp1252.txt'), sample, 1252);
  planter.text(at('cp866.txt'), 'Отчёт о проверке\r\n', 866);
  planter.text(at('cp932.txt'), '監査報告\r\n', 932);
  planter.text(at('no-newline-at-end.txt'), 'first\nlast without a newline');
  planter.text(
    at('escapes.txt'),
    'plain\n\u001b[2J\u001b[31mred?\u001b[0m\n\u001b]0;title\u0007\n\u202egnp.exe\nover\rwritten\n',
  );
  planter.text(
    at('lines-10000.txt'),
    Array.from({ length: 10_000 }, (_, index) => `line ${index + 1} of 10000\n`).join(''),
  );
}
