/*
 * What an attacker's sensor could claim: text that would move a cursor, clear a screen, reorder a line, become a formula,
 * or leave the folder a user named. It is harmless here, and must be harmless wherever it is shown.
 */

const esc = '\u001b';

/** A command line that paints, breaks lines, rings, retitles the window and turns the direction of writing. */
export const hostileCommandLine = [
  'C:\\Users\\Public\\evil.exe',
  `${esc}[2J${esc}[1;1H${esc}[31mnothing to see${esc}[0m`,
  `${esc}]0;pwned\u0007`,
  'line one\r\nline two\tcolumn',
  '\u202efdp.exe\u202c',
  'zero\u200bwidth',
  "=cmd|' /C calc'!A0",
  '"un"balanced quote',
  '\u009b31m\u0085next',
].join(' ');

export interface HostileName {
  readonly name: string;
  readonly why: string;
}

const hostileNames: readonly HostileName[] = [
  { name: `clear${esc}[2J${esc}[H.txt`, why: 'clears the screen' },
  { name: `title${esc}]0;owned\u0007.txt`, why: 'sets the window title' },
  { name: `link${esc}]8;;https://example.invalid\u0007click${esc}]8;;\u0007.txt`, why: 'draws a link' },
  { name: `c1\u009b31mred.txt`, why: 'a one-character control sequence introducer' },
  { name: 'two\r\nlines.txt', why: 'breaks the line' },
  { name: 'feed\nonly.txt', why: 'breaks the line' },
  { name: 'overwrite\rHARMLESS.txt', why: 'goes back to the start of the line' },
  { name: 'tab\tbed.txt', why: 'adds a column' },
  { name: 'back\b\b\b\bspace.txt', why: 'deletes what stands before' },
  { name: 'bell\u0007.txt', why: 'rings' },
  { name: 'separator\u2028line.txt', why: 'a line separator' },
  { name: 'annex\u202excod.exe', why: 'turns the direction: looks like annexexe.docx' },
  { name: 'isolate\u2067gnp.exe\u2069', why: 'turns the direction' },
  { name: 'zero\u200b\u200d\ufeffwidth.txt', why: 'holds characters that are not seen' },
  { name: 'раураl.txt', why: 'looks like another name' },
  { name: '=cmd|calc!A0.csv', why: 'a formula' },
  { name: '+1+1.csv', why: 'a formula' },
  { name: '-2+3.csv', why: 'a formula, or an option' },
  { name: '@SUM(1,1).csv', why: 'a formula' },
  { name: '--help', why: 'an option' },
  { name: '-rf', why: 'an option' },
  { name: '$(touch owned).txt', why: 'a command for a shell' },
  { name: '`touch owned`.txt', why: 'a command for a shell' },
  { name: '"quoted" & calc.txt', why: 'quotes and an operator' },
  { name: "it's; echo owned.txt", why: 'a quote and an operator' },
  { name: '%COMSPEC%.txt', why: 'a variable' },
  { name: '..\\..\\.bashrc', why: 'leaves the folder on Windows' },
  { name: '..\\..\\..\\..\\Windows\\win.ini', why: 'leaves the folder on Windows' },
  { name: 'C:\\absolute.txt', why: 'names another place' },
  { name: 'stream.txt:hidden', why: 'names a stream on Windows' },
  { name: 'CON', why: 'a device on Windows' },
  { name: 'aux.txt', why: 'a device on Windows' },
  { name: 'COM1.log', why: 'a device on Windows' },
  { name: 'NUL', why: 'a device on Windows' },
  { name: 'ends with dots...', why: 'Windows drops the dots' },
  { name: 'ends with blank ', why: 'Windows drops the blank' },
  { name: ' begins with blank', why: 'lost when split at blanks' },
  { name: '\ud800half a pair.txt', why: 'no character at all' },
  { name: `${'e'}${'\u0301'.repeat(60)}.txt`, why: 'a tower of accents' },
  { name: '🏴‍☠️👩‍👩‍👧‍👦.txt', why: 'wide characters made of several' },
  { name: `${'long '.repeat(50)}.txt`, why: 'as long as a name may be' },
  { name: `${'x'.repeat(1000)}.txt`, why: 'longer than a name may be' },
  { name: '__proto__', why: 'a property of every object' },
];

/** Names with a slash: only a server or sensor that lies can show them. */
const slashNames: readonly HostileName[] = [
  { name: '../../.ssh/authorized_keys', why: 'leaves the folder' },
  { name: '/etc/cron.d/owned', why: 'names another place' },
];

export const allHostileNames: readonly HostileName[] = [...hostileNames, ...slashNames];
