import { describe, expect, it } from 'vitest';
import { unixFromFileTime } from '../../../../src/lab/sensors/process-guid.ts';
import { parseStat } from '../../../../src/lab/sensors/this-machine/linux-processes.ts';
import { parsePs } from '../../../../src/lab/sensors/this-machine/mac-processes.ts';
import { parseCim } from '../../../../src/lab/sensors/this-machine/windows-processes.ts';

describe('readers of process lists', () => {
  it('take /proc/PID/stat apart, whatever the name holds', () => {
    const stat = '42 (a) b (c) S 7 42 42 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 98765 1 2';
    expect(parseStat(stat)).toEqual({ parent: 7, startTicks: 98_765 });
  });

  it('put the two outputs of ps together', () => {
    const lines =
      '    1     0 root     Tue Nov 22 05:11:02 2022     /sbin/launchd\n  501     1 me  Wed Nov  2 05:11:02 2022 /A B/c --d e\njunk\n';
    const paths = '    1 /sbin/launchd\n  501 /A B/c\n';
    const rows = parsePs(lines, paths);
    expect(rows).toMatchObject([
      { pid: 1, parent: 0, username: 'root', path: '/sbin/launchd', commandLine: '/sbin/launchd' },
      { pid: 501, parent: 1, username: 'me', path: '/A B/c', commandLine: '/A B/c --d e' },
    ]);
    expect(unixFromFileTime(rows[0]?.start ?? 0n)).toBe(Date.parse('2022-11-22T05:11:02Z') / 1000);
  });

  it('read what PowerShell says, one or many, nulls too', () => {
    const row = {
      pid: 4,
      parent: 0,
      path: null,
      line: null,
      start: '130627207416300939',
      user: 'NT AUTHORITY\\SYSTEM',
      sid: 'S-1-5-18',
    };
    expect(parseCim(`\ufeff${JSON.stringify([row, { ...row, pid: 0 }])}`)).toEqual([
      {
        pid: 4,
        parent: 0,
        start: 130_627_207_416_300_939n,
        path: '',
        commandLine: '',
        username: 'NT AUTHORITY\\SYSTEM',
        sid: 'S-1-5-18',
      },
    ]);
    expect(parseCim(JSON.stringify(row))).toHaveLength(1);
  });
});
