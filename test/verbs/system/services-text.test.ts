import { describe, expect, it } from 'vitest';
import { readLaunchctl, readSc, readSystemctl } from '../../../src/verbs/system/services-text.ts';

const lines = (...all: string[]) => `${all.join('\n')}\n`;

describe('sc queryex', () => {
  const block = (labels: readonly string[], name: string, title: string, state: string, pid: number) =>
    lines(
      '',
      `${labels[0]}: ${name}`,
      `${labels[1]}: ${title}`,
      `        ${labels[2]}               : 20  WIN32_SHARE_PROCESS  `,
      `        ${labels[3]}              : ${state} `,
      '                                (STOPPABLE, NOT_PAUSABLE, ACCEPTS_SHUTDOWN)',
      `        ${labels[4]}    : 0  (0x0)`,
      `        ${labels[5]}  : 0  (0x0)`,
      `        ${labels[6]}         : 0x0`,
      `        ${labels[7]}          : 0x0`,
      `        PID                : ${pid}`,
      `        ${labels[8]}              : `,
    );
  const english = [
    'SERVICE_NAME',
    'DISPLAY_NAME',
    'TYPE ',
    'STATE',
    'WIN32_EXIT_CODE',
    'SERVICE_EXIT_CODE',
    'CHECKPOINT',
    'WAIT_HINT',
    'FLAGS',
  ];
  const spanish = [
    'NOMBRE_SERVICIO',
    'NOMBRE_MOSTRAR',
    'TIPO',
    'ESTADO',
    'CÓD_SALIDA_WIN32',
    'CÓD_SALIDA_SERV',
    'PUNTO_COMPROB.',
    'INDICACIÓN_INICIO',
    'MARCAS',
  ];

  const russian = [
    'Имя_службы',
    'Выводимое_имя',
    'Тип  ',
    'Состояние',
    'Код_выхода_Win32',
    'Код_выхода_службы',
    'Контрольная_точка',
    'Ожидание',
    'Флаги',
  ];

  it.each([
    ['English', english],
    ['Spanish', spanish],
    ['Russian', russian],
  ])('is read in %s, by what stands where', (_language, labels) => {
    const text =
      block(labels, 'Dnscache', 'Cliente: DNS', '4  RUNNING', 920) +
      block(labels, 'wuauserv', 'Windows Update', '1  STOPPED', 0);
    expect(readSc(text)).toEqual([
      { name: 'Dnscache', title: 'Cliente: DNS', state: 'running', pid: 920 },
      { name: 'wuauserv', title: 'Windows Update', state: 'stopped', pid: undefined },
    ]);
  });

  it('is read where the pid has another name, too, and a service is about to run', () => {
    const text = block(russian, 'grdsrv ', 'Guard', '2  START_PENDING', 19504).replace(
      'PID                :',
      'ID_процесса        :',
    );
    expect(readSc(text)).toEqual([{ name: 'grdsrv', title: 'Guard', state: 'start pending', pid: 19504 }]);
  });

  it.each([
    ['nothing', ''],
    [
      'the word that there are more',
      `${block(english, 'a', 'b', '4  RUNNING', 1)}\nEnum: more data, need 1822 bytes start resume at index 79\n`,
    ],
    ['an error', '[SC] EnumQueryServicesStatus:OpenService FAILED 5:\n\nAccess is denied.\n'],
    ['a block that breaks off', block(english, 'a', 'b', '4  RUNNING', 1).split('        PID')[0] ?? ''],
    ['a state that there is not', block(english, 'a', 'b', '9  ODD', 1)],
  ])('is not known with %s', (_what, text) => {
    expect(readSc(text)).toBeUndefined();
  });
});

describe('systemctl show', () => {
  const sshd = lines(
    'MainPID=1204',
    'ExecStart={ path=/usr/sbin/sshd ; argv[]=/usr/sbin/sshd -D $OPTIONS ; ignore_errors=no ; start_time=[n/a] ; pid=0 }',
    'Id=sshd.service',
    'Description=OpenSSH server = daemon',
    'SubState=running',
    'UnitFileState=enabled',
  );
  const once = lines(
    'MainPID=0',
    'ExecStart={ path=/bin/a ; argv[]=/bin/a ; ignore_errors=no ; x }',
    'ExecStart={ path=/bin/b ; argv[]=/bin/b "x ; y" ; ignore_errors=no ; x }',
    'User=nginx',
    'Id=once.service',
    'Description=',
    'SubState=dead',
    'UnitFileState=',
  );

  it('has a block for each unit, in any order of its fields', () => {
    expect(readSystemctl(`${sshd}\n${once}`)).toEqual([
      {
        name: 'sshd.service',
        title: 'OpenSSH server = daemon',
        state: 'running',
        start: 'enabled',
        pid: 1204,
        account: 'root',
        runs: '/usr/sbin/sshd -D $OPTIONS',
      },
      {
        name: 'once.service',
        title: '',
        state: 'dead',
        start: '',
        pid: undefined,
        account: 'nginx',
        runs: '/bin/a ; /bin/b "x ; y"',
      },
    ]);
  });

  it.each([
    ['nothing', ''],
    ['a field that was not asked for', `${sshd}Restart=no\n`],
    ['a field that comes twice', `${sshd}Id=other.service\n`],
    ['a unit without a name', 'SubState=dead\n'],
    ['an error', 'Failed to get properties: Connection refused\n'],
  ])('is not known with %s', (_what, text) => {
    expect(readSystemctl(text)).toBeUndefined();
  });
});

describe('launchctl list', () => {
  it('has the pid of what runs', () => {
    const text = lines('PID\tStatus\tLabel', '-\t0\tcom.example.idle', '501\t-9\tcom.example.agent one');
    expect(readLaunchctl(text)).toEqual([
      { name: 'com.example.idle', state: 'stopped', pid: undefined },
      { name: 'com.example.agent one', state: 'running', pid: 501 },
    ]);
  });

  it('of an older system has no status of what runs', () => {
    const text = lines(
      'PID\tStatus\tLabel',
      '-\t0\t0x7fb99d019d00.mach_init.Inspector',
      '126\t-\t0x7fb99d01db00.anonymous.launchd',
      '-\t1\t[0x0-0x21021].com.example.Überwachung',
    );
    expect(readLaunchctl(text)?.map(({ state, pid }) => [state, pid])).toEqual([
      ['stopped', undefined],
      ['running', 126],
      ['stopped', undefined],
    ]);
  });

  // By its published source launchctl translates nothing: other words are not of it.
  it.each(['', 'PID\tStatus\tLabel\nodd line\n', '501\t0\tx\n', 'PID\tÉtat\tLibellé\n-\t0\tx\n'])(
    'is not known as %j',
    (text) => {
      expect(readLaunchctl(text)).toBeUndefined();
    },
  );
});
