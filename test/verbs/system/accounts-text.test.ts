import { describe, expect, it } from 'vitest';
import { readDscacheutil, readPasswd } from '../../../src/verbs/system/accounts-text.ts';

describe('getent passwd', () => {
  it('has seven fields a line', () => {
    expect(readPasswd('root:x:0:0:root:/root:/bin/bash\nzoë:x:1000:1000:Zoë Müller,,,:/home/zoë:\n')).toEqual(
      [
        { name: 'root', id: '0', fullName: 'root', home: '/root', shell: '/bin/bash' },
        { name: 'zoë', id: '1000', fullName: 'Zoë Müller,,,', home: '/home/zoë', shell: '' },
      ],
    );
  });

  it.each([
    '',
    'root\n',
    'root:x:0:0:root:/root:/bin/sh:more\n',
    'root:x:zero:0::/:/bin/sh\n',
    ':x:0:0::/:\n',
  ])('is not known as %j', (text) => {
    expect(readPasswd(text)).toBeUndefined();
  });
});

describe('dscacheutil -q user', () => {
  const block = (name: string, uid: string) =>
    `name: ${name}\npassword: ********\nuid: ${uid}\ngid: -2\ndir: /var/empty\nshell: /usr/bin/false\ngecos: A: b\n`;

  it('has a block for each account', () => {
    expect(readDscacheutil(`${block('nobody', '-2')}\n${block('x', '501')}\n`)).toEqual([
      { name: 'nobody', id: '-2', fullName: 'A: b', home: '/var/empty', shell: '/usr/bin/false' },
      { name: 'x', id: '501', fullName: 'A: b', home: '/var/empty', shell: '/usr/bin/false' },
    ]);
  });

  it.each(['', block('x', 'none'), `${block('x', '1')}odd: y\n`, `${block('x', '1')}uid: 0\n`, 'An error\n'])(
    'is not known as %j',
    (text) => {
      expect(readDscacheutil(text)).toBeUndefined();
    },
  );
});
