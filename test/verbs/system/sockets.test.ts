import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  readLinuxNetstat,
  readLsof,
  readSs,
  readWindowsNetstat,
  type Socket,
} from '../../../src/verbs/system/sockets.ts';

const lines = (...all: string[]) => `${all.join('\n')}\n`;

/** `tcp 10.0.0.1:80 > 10.0.0.2:90 established 7 name` */
function drawn(found: readonly Socket[] | undefined): readonly string[] | undefined {
  const end = (address: string, port: number | undefined) => `${address} ${port ?? '-'}`;
  return found?.map((row) =>
    [
      row.protocol,
      end(row.localAddress, row.localPort),
      '>',
      end(row.remoteAddress, row.remotePort),
      row.state || '-',
      row.pid ?? '-',
      row.process || '-',
    ].join(' '),
  );
}

describe('netstat -ano of Windows', () => {
  const sockets = [
    'tcp 0.0.0.0 135 > 0.0.0.0 - listening 920 -',
    'tcp 10.1.2.3 50112 > 203.0.113.7 443 established 4711 -',
    'tcp 10.1.2.3 50113 > 203.0.113.8 80 time-wait 0 -',
    'tcp ::1 49669 > ::1 50000 close-wait 712 -',
    'udp 0.0.0.0 5353 > * - - 2044 -',
    'udp fe80::1c2b:3a4d%12 546 > * - - 1100 -',
  ];
  const sample = (title: string, heading: string, states: readonly string[]) =>
    lines(
      '',
      title,
      '',
      heading,
      `  TCP    0.0.0.0:135            0.0.0.0:0              ${states[0]}       920`,
      `  TCP    10.1.2.3:50112         203.0.113.7:443        ${states[1]}     4711`,
      `  TCP    10.1.2.3:50113         203.0.113.8:80         ${states[2]}       0`,
      `  TCP    [::1]:49669            [::1]:50000            ${states[3]}      712`,
      '  UDP    0.0.0.0:5353           *:*                                    2044',
      '  UDP    [fe80::1c2b:3a4d%12]:546  *:*                                    1100',
    );

  it('is read in English', () => {
    const heading = '  Proto  Local Address          Foreign Address        State           PID';
    const states = ['LISTENING', 'ESTABLISHED', 'TIME_WAIT', 'CLOSE_WAIT'];
    expect(drawn(readWindowsNetstat(sample('Active Connections', heading, states)))).toEqual(sockets);
  });

  it('is read in German, states in the same words', () => {
    const heading = '  Proto  Lokale Adresse         Remoteadresse          Status           PID';
    const states = ['ABHÖREN', 'HERGESTELLT', 'WARTEND', 'SCHLIESSEN_WARTEN'];
    expect(drawn(readWindowsNetstat(sample('Aktive Verbindungen', heading, states)))).toEqual(sockets);
  });

  it('is read in French, whose states are those of English', () => {
    const heading = '  Proto  Adresse locale         Adresse distante       \u00c9tat             PID';
    const states = ['LISTENING', 'ESTABLISHED', 'TIME_WAIT', 'CLOSE_WAIT'];
    expect(drawn(readWindowsNetstat(sample('Connexions actives', heading, states)))).toEqual(sockets);
  });

  it('tells what listens in any language, as its other side has no port', () => {
    const text = lines(
      '  TCP    0.0.0.0:135            0.0.0.0:0              СЛУШАНИЕ       920',
      '  TCP    [::]:135               [::]:0                 EN ÉCOUTE      920',
    );
    expect(readWindowsNetstat(text)?.map(({ state, pid }) => [state, pid])).toEqual([
      ['listening', 920],
      ['listening', 920],
    ]);
  });

  it.each([
    ['FIN_WARTEN_1', 'fin-wait-1'],
    ['FIN_WARTEN_2', 'fin-wait-2'],
    ['SCHLIESSEND', 'closing'],
    ['SYN_GESENDET', 'syn-sent'],
  ])('has %s of German as %s', (word, state) => {
    expect(readWindowsNetstat(`  TCP    10.0.0.1:5    10.0.0.2:6    ${word}    12\n`)?.[0]?.state).toBe(
      state,
    );
  });

  it('keeps a state that is not known as it is', () => {
    expect(readWindowsNetstat('  TCP 1.2.3.4:5 6.7.8.9:10 BETA X 12\n')?.[0]?.state).toBe('beta-x');
  });

  it.each([
    ['nothing', ''],
    ['headings alone', lines('', 'Active Connections', '')],
    ['an error', lines('Access denied', '')],
    ['a line in between that is none', lines('  TCP 1.2.3.4:5 6.7.8.9:10 ESTABLISHED 12', ' [svchost.exe]')],
    ['no pid', lines('  TCP 1.2.3.4:5 6.7.8.9:10 ESTABLISHED')],
    ['a port that cannot be', lines('  TCP 1.2.3.4:70000 6.7.8.9:10 ESTABLISHED 1')],
    ['names for addresses', lines('  TCP host:http peer:https ESTABLISHED 1')],
  ])('is not known with %s', (_what, text) => {
    expect(readWindowsNetstat(text)).toBeUndefined();
  });
});

describe('ss -tunap', () => {
  const heading = 'Netid State  Recv-Q Send-Q Local Address:Port  Peer Address:Port Process';

  it('has the interface of an address, and a heading without a gap before the last word', () => {
    const text = lines(
      'Netid State  Recv-Q Send-Q       Local Address:Port Peer Address:PortProcess',
      'udp   UNCONN 0      0            127.0.0.53%lo:53        0.0.0.0:*    users:(("resolved",pid=851,fd=14))   ',
      'udp   UNCONN 0      0       10.0.0.4%eth0:68         0.0.0.0:*',
      'tcp   LISTEN 0      4096                 [::]:22           [::]:*    users:(("sshd",pid=29,fd=4),("systemd",pid=1,fd=13))',
      'tcp   ESTAB  0      0      [::ffff:10.0.0.4]:80  [::ffff:10.0.0.9]:51234 users:(("nginx",pid=12,fd=3))',
    );
    expect(drawn(readSs(text))).toEqual([
      'udp 127.0.0.53%lo 53 > 0.0.0.0 - - 851 resolved',
      'udp 10.0.0.4%eth0 68 > 0.0.0.0 - - - -',
      'tcp :: 22 > :: - listening 29 sshd',
      'tcp :: 22 > :: - listening 1 systemd',
      'tcp ::ffff:10.0.0.4 80 > ::ffff:10.0.0.9 51234 established 12 nginx',
    ]);
  });

  it('has a row for each process that holds a socket, names with blanks too', () => {
    const text = lines(
      heading,
      'udp   UNCONN 0      0      127.0.0.53%lo:53         0.0.0.0:*     users:(("systemd-resolve",pid=601,fd=12))',
      'tcp   LISTEN 0      511            *:80                   *:*     users:(("nginx",pid=9,fd=6),("nginx",pid=8,fd=6),("nginx",pid=8,fd=7))',
      'tcp   ESTAB  0      36    10.1.2.3:22         203.0.113.7:51812 users:(("tmux: server",pid=77,fd=4))',
      'tcp   TIME-WAIT 0   0     [::1]:631               [::1]:40000                ',
    );
    expect(drawn(readSs(text))).toEqual([
      'udp 127.0.0.53%lo 53 > 0.0.0.0 - - 601 systemd-resolve',
      'tcp * 80 > * - listening 9 nginx',
      'tcp * 80 > * - listening 8 nginx',
      'tcp 10.1.2.3 22 > 203.0.113.7 51812 established 77 tmux: server',
      'tcp ::1 631 > ::1 40000 time-wait - -',
    ]);
  });

  it('is read as the oldest print it', () => {
    const text = lines(
      heading,
      'tcp    LISTEN     0      128     :::22      :::*      users:(("sshd",1204,4))',
    );
    expect(drawn(readSs(text))).toEqual(['tcp :: 22 > :: - listening 1204 sshd']);
  });

  it.each([
    ['a name that ends the list early', 'users:(("a",pid=1,fd=1",pid=5,fd=3))'],
    ['holders that break off', 'users:(("a",pid=1,fd=1),'],
    ['none in the list', 'users:()'],
    ['something else behind it', 'timer:(keepalive,1min,0)'],
  ])('is not known with %s', (_what, users) => {
    expect(readSs(lines(heading, `tcp LISTEN 0 1 *:1 *:* ${users}`))).toBeUndefined();
  });
});

describe('netstat -tunap of Linux', () => {
  it('is read in English and German, as both head and body are', () => {
    const rows = [
      'tcp        0      0 0.0.0.0:22              0.0.0.0:*               LISTEN      1204/sshd: /usr/sbi ',
      'tcp6       0      0 :::80                   :::*                    LISTEN      -                   ',
      'udp        0      0 0.0.0.0:68              0.0.0.0:*                           800/dhclient        ',
    ];
    const english = [
      'Active Internet connections (servers and established)',
      'Proto Recv-Q Send-Q Local Address',
    ];
    const german = [
      'Aktive Internetverbindungen (Server und stehende Verbindungen)',
      'Proto Recv-Q Send-Q Local',
    ];
    for (const heading of [english, german]) {
      expect(drawn(readLinuxNetstat(lines(...heading, ...rows)))).toEqual([
        'tcp 0.0.0.0 22 > 0.0.0.0 - listening 1204 sshd: /usr/sbi',
        'tcp :: 80 > :: - listening - -',
        'udp 0.0.0.0 68 > 0.0.0.0 - - 800 dhclient',
      ]);
    }
  });

  it('is not known where the process is missing', () => {
    expect(readLinuxNetstat(lines('tcp 0 0 0.0.0.0:22 0.0.0.0:* LISTEN'))).toBeUndefined();
  });
});

describe('lsof -F', () => {
  it('has fields by their letters, a process and its sockets', () => {
    const text = lines(
      'p501',
      'cGoogle Chrome He',
      'f21',
      'PTCP',
      'n10.1.2.3:50112->203.0.113.7:443',
      'TST=ESTABLISHED',
      'TQR=0',
      'TQS=0',
      'f22',
      'PUDP',
      'n*:5353',
      'p1',
      'claunchd',
      'f8',
      'PTCP',
      'n[::1]:631',
      'TST=LISTEN',
    );
    expect(drawn(readLsof(text))).toEqual([
      'tcp 10.1.2.3 50112 > 203.0.113.7 443 established 501 Google Chrome He',
      'udp * 5353 > * - - 501 Google Chrome He',
      'tcp ::1 631 > * - listening 1 launchd',
    ]);
  });

  it.each([
    [
      'the form for people',
      lines('COMMAND PID USER FD TYPE DEVICE', 'launchd 1 root 8u IPv4 0x0 0t0 TCP *:22'),
    ],
    ['a field that was not asked for', lines('p1', 'cx', 'Z', 'f1')],
    ['a socket without a name', lines('p1', 'cx', 'f1', 'PTCP')],
    ['nothing', ''],
  ])('is not known with %s', (_what, text) => {
    expect(readLsof(text)).toBeUndefined();
  });
});

it('no text makes a reader of sockets fail, or give what is no socket', () => {
  const word = fc.constantFrom(
    'TCP',
    'tcp',
    'udp',
    '0',
    '1.2.3.4:5',
    '*:*',
    '[::1]:1',
    'LISTEN',
    '7',
    'users:(("',
    '-',
    'p1',
    'f1',
    'PTCP',
    'n*:1',
    '\n',
    ' ',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(word, fc.string()), { maxLength: 30 }), (words) => {
      const text = words.join(' ');
      for (const read of [readWindowsNetstat, readSs, readLinuxNetstat, readLsof]) {
        const found = read(text);
        expect(found === undefined || found.length > 0).toBe(true);
        for (const row of found ?? []) expect(['tcp', 'udp']).toContain(row.protocol);
      }
    }),
  );
});
