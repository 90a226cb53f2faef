import { seededRandom } from '../../random.ts';
import type { Draft, Host, Slice } from '../draft.ts';
import { variants } from '../make-trace.ts';
import { fileName } from './boot-drafts.ts';

/*
 * Sensor 3, WIN-IA9NQ1GN8OI, at the dates of the second seed document: two mounts of a share, the whole chain of their
 * parents, a shell in seven segments, and enough else that its shares of programs come out.
 */

const nothing = { username: '', sid: '' };
const minute = 60_000;
const s32 = 'C:\\Windows\\System32\\';

/** Until then the host of the scenario was heard of. */
const scenarioEnd = Date.UTC(2017, 4, 22, 15, 10);

/** Command lines as the document prints them, where Live Response shows others; by pid and start. */
const documented: Readonly<Record<string, string>> = {
  '536 1477404503590': '\\SystemRoot\\System32\\smss.exe',
  '688 1477404506242': '\\SystemRoot\\System32\\smss.exe 00000001 00000030',
  '1560 1477404529370': 'C:\\Windows\\system32\\userinit.exe',
  '876 1477426829790': '"C:\\Windows\\system32\\cmd.exe" ',
};

/** Check-ins of the long shell, oldest first: segment id, and the endpoint's clock, by which the document has them in order. */
const shellSegments: readonly (readonly [received: number, updated: number])[] = [
  [1495463176570, Date.UTC(2017, 4, 22, 14, 25, 44, 118)],
  [1495463243492, Date.UTC(2017, 4, 22, 14, 25, 12, 902)],
  [1495463543944, Date.UTC(2017, 4, 22, 14, 31, 50, 377)],
  [1495463680155, Date.UTC(2017, 4, 22, 14, 34, 5, 640)],
  [1495463807694, Date.UTC(2017, 4, 22, 14, 33, 40, 51)],
  [1495465407157, Date.UTC(2017, 4, 22, 15, 2, 58, 213)],
  [1495465643405, Date.UTC(2017, 4, 22, 15, 6, 50, 176)],
];

/** Documents of bit9rad by program, of 602 in all: the shares of the document to the last digit. */
const shares: readonly (readonly [path: string, count: number])[] = [
  ['C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe', 141],
  [`${s32}thumbnailextractionhost.exe`, 93],
  ['C:\\Program Files (x86)\\Common Files\\Adobe\\ARM\\1.0\\AdobeARM.exe', 52],
  [`${s32}taskhost.exe`, 36],
  [`${s32}conhost.exe`, 28],
  [`${s32}PING.EXE`, 24],
  [`${s32}wermgr.exe`, 21],
];
const allShares = 602;

const others = [
  ...[
    'dllhost',
    'rundll32',
    'notepad',
    'mspaint',
    'calc',
    'control',
    'mmc',
    'regedit',
    'ipconfig',
    'whoami',
    'SnippingTool',
    'mstsc',
    'taskmgr',
  ].map((name) => `${s32}${name}.exe`),
  'C:\\Program Files\\Internet Explorer\\iexplore.exe',
  'C:\\Program Files\\Microsoft Office\\Office15\\EXCEL.EXE',
  'C:\\Program Files\\7-Zip\\7zFM.exe',
  'C:\\Users\\bit9rad\\Downloads\\putty.exe',
];

/** The boot's drafts as the document has them, and what it tells beyond. */
export function seedScenario(host: Host, boot: readonly Draft[]): Draft[] {
  const drafts = withKernel(host, boot.map(asDocumented));
  const find = (name: string) => drafts.find((draft) => fileName(draft.path) === name);
  const explorer = find('explorer.exe');
  const prompt = drafts.find(({ pid }) => pid === 876);
  const net = (letter: string, pid: number, start: number, parent: Draft | undefined) =>
    draftAt(host, parent, `${s32}net.exe`, `net  use ${letter}: \\\\test\\blah`, { pid, start, lasts: 1900 });
  drafts.push(
    net('z', 2776, Date.UTC(2016, 10, 11, 20, 59, 25, 667), prompt),
    net('y', 2784, Date.UTC(2016, 10, 11, 20, 59, 31, 631), prompt),
    longShell(host, explorer),
    copier(host, explorer),
  );
  addShares(host, drafts, explorer, find('services.exe'), find('svchost.exe'));
  return drafts;
}

function asDocumented(draft: Draft): Draft {
  const line = documented[`${draft.pid} ${draft.start}`];
  const isPrompt = draft.pid === 876;
  const ends = [Date.UTC(2016, 9, 25, 20, 31, 2, 114), Date.UTC(2016, 10, 11, 20, 59, 45, 302)];
  return Object.assign(draft, {
    commandLine: line ?? draft.commandLine,
    slices: isPrompt
      ? ends.map((updated, index) => slice(updated, updated + 41_000, variants.begins[0] + index * 4))
      : draft.slices.map((one, index, all) => {
          const last = draft.ended > 0 ? draft.ended : scenarioEnd - minute * (all.length - index);
          return { ...one, updated: last, received: last + 31_000 + index };
        }),
  });
}

/** The kernel's own beginning: pid 0, and a parent that no document tells of. */
function withKernel(host: Host, boot: Draft[]): Draft[] {
  const start = Date.UTC(2016, 9, 25, 14, 8, 23, 374);
  const ntoskrnl = 'c:\\windows\\system32\\ntoskrnl.exe';
  const kernel: Draft = {
    ...draftAt(host, undefined, ntoskrnl, ntoskrnl, { pid: 0, start, lasts: 0 }),
    sub: 6926,
    account: nothing,
    ended: 0,
  };
  for (const draft of boot) {
    if (draft.pid === 4) Object.assign(draft, { parent: kernel });
  }
  return [kernel, ...boot];
}

interface At {
  readonly pid: number;
  readonly start: number;
  readonly lasts: number;
}

function draftAt(host: Host, parent: Draft | undefined, path: string, commandLine: string, at: At): Draft {
  const { pid, start, lasts } = at;
  const random = seededRandom(3, `scenario ${pid} ${start}`);
  const ended = start + lasts;
  const one = slice(ended, ended + random.int(9_000, 90_000), random.pick(variants.begins));
  return {
    host,
    pid,
    start,
    sub: random.int(0, 9999),
    path,
    commandLine,
    account: host.person,
    parent,
    ended,
    slices: [one],
  };
}

function slice(updated: number, received: number, variant: number): Slice {
  return { id: 0, updated, received, variant, children: 0 };
}

/** `…-0e48-01d2-c2a397f4cfe0`: one shell, seven check-ins. */
function longShell(host: Host, parent: Draft | undefined): Draft {
  const draft = draftAt(host, parent, `${s32}cmd.exe`, '"C:\\Windows\\system32\\cmd.exe" ', {
    pid: 0x0e48,
    start: Date.UTC(2017, 4, 1, 17, 51, 43, 202),
    lasts: 0,
  });
  return {
    ...draft,
    sub: 7104,
    ended: 0,
    slices: shellSegments.map(([received, updated], index) =>
      slice(updated, received, index === 0 ? variants.begins[0] : variants.goesOn[0] + (index % 3)),
    ),
  };
}

/** A copy of a disk: more events than one answer holds. */
function copier(host: Host, parent: Draft | undefined): Draft {
  const start = Date.UTC(2016, 10, 2, 9, 12, 44, 871);
  const ends = [1, 2, 3].map((hour) => start + hour * 3_600_000);
  return {
    ...draftAt(host, parent, `${s32}Robocopy.exe`, 'robocopy  C:\\Projects D:\\Backup\\Projects /MIR', {
      pid: 4120,
      start,
      lasts: 0,
    }),
    ended: ends[2] ?? start,
    slices: ends.map((updated) => slice(updated, updated + 44_000, variants.copies)),
  };
}

/** Fills up to the shares of the document. */
function addShares(
  host: Host,
  drafts: Draft[],
  explorer: Draft | undefined,
  services: Draft | undefined,
  svchost: Draft | undefined,
): void {
  const random = seededRandom(3, 'scenario shares');
  const person = host.person.username;
  const countOf = (of: (draft: Draft) => boolean) =>
    drafts
      .filter((draft) => draft.account.username === person && of(draft))
      .reduce((sum, { slices }) => sum + slices.length, 0);
  const parents: Readonly<Record<string, Draft | undefined>> = {
    'taskhost.exe': services,
    'wermgr.exe': svchost,
    'thumbnailextractionhost.exe': svchost,
  };
  const from = Date.UTC(2016, 9, 25, 15);
  const add = (path: string) => {
    const name = fileName(path);
    const parent = parents[name] ?? explorer;
    const start = from + random.int(0, 17 * 24 * 60) * minute + random.int(0, 59_999);
    const [pid, lasts] = [random.int(1100, 1900) * 4, random.int(500, 20 * minute)];
    drafts.push({
      ...draftAt(host, parent, path, `"${path}" `, { pid, start, lasts }),
      account: host.person,
    });
  };
  for (const [path, wanted] of shares) {
    const name = fileName(path);
    for (let missing = wanted - countOf((draft) => fileName(draft.path) === name); missing > 0; missing -= 1)
      add(path);
  }
  for (let missing = allShares - countOf(() => true); missing > 0; missing -= 1)
    add(others[missing % others.length] ?? `${s32}calc.exe`);
}
