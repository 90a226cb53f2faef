import { describe, expect, it } from 'vitest';
import { isSecretLine, redactJson, redactSecrets, secretsIn } from '../../src/text/redact.ts';

const token = '0123456789abcdef0123456789abcdef01234567';

describe('redactSecrets', () => {
  it('masks every secret, the longer of two that begin alike first', () => {
    expect(redactSecrets('a=hunter2 b=hunter22 c=hunter', ['hunter2', 'hunter22'])).toBe(
      'a=*** b=*** c=hunter',
    );
  });

  it('masks a secret as it stands in a URL and in JSON', () => {
    expect(redactSecrets(`?p=p%40ss%22w {"p":"p@ss\\"w"}`, ['p@ss"w'])).toBe('?p=*** {"p":"***"}');
  });

  const inDisguise: Readonly<Record<string, (character: string) => string>> = {
    'JSON escapes': (c) => `\\u00${c.charCodeAt(0).toString(16)}`,
    'JSON escapes within JSON': (c) => `\\\\u00${c.charCodeAt(0).toString(16).toUpperCase()}`,
    'decimal entities': (c) => `&#${c.charCodeAt(0)};`,
    'hexadecimal entities': (c) => `&#x0${c.charCodeAt(0).toString(16)};`,
    'the escapes of a URL': (c) => `%${c.charCodeAt(0).toString(16)}`,
  };
  it.each(Object.entries(inDisguise))('masks a secret in %s, whole or in part', (_form, write) => {
    const whole = [...token].map(write).join('');
    const part = [...token].map((c, at) => (at % 3 === 0 ? write(c) : c)).join('');
    expect(redactSecrets(`a ${whole} b ${part} c`, [token])).toBe('a *** b *** c');
  });

  it('masks a secret of backslashes and quotes in any of its forms', () => {
    const secret = String.raw`a\\b"c&d`;
    expect(redactSecrets(`${secret} ${JSON.stringify(secret)} ${encodeURIComponent(secret)}`, [secret])).toBe(
      '*** "***" ***',
    );
  });

  it('takes time by the length of the text', { timeout: 5_000 }, () => {
    const text = '\\'.repeat(500_000) + '&#'.repeat(500_000);
    expect(redactSecrets(text, [token, String.raw`\\\\x`])).toBe(text);
  });

  it('masks the value of the token header without being told it', () => {
    expect(redactSecrets(`X-Auth-Token: ${token}\n"x-auth-token":"${token}"`, [])).toBe(
      'X-Auth-Token: ***\n"x-auth-token":"***"',
    );
  });

  it('leaves the text alone for an empty secret', () => {
    expect(redactSecrets('abc', [''])).toBe('abc');
  });
});

it('redactJson masks the values of secret keys at any depth and nothing else', () => {
  const value = {
    user: 'ann',
    Password: 'x',
    list: [{ auth_token: token, ssl_client_key: 1 }],
    token: null,
    feed_url: 'https://ann:x@cb.example/a',
    n: 1,
  };
  expect(redactJson(value)).toEqual({
    user: 'ann',
    Password: '***',
    list: [{ auth_token: '***', ssl_client_key: '***' }],
    token: null,
    feed_url: 'https://ann:***@cb.example/a',
    n: 1,
  });
  expect(value.Password).toBe('x');
});

describe('isSecretLine', () => {
  it.each([
    `profile add --token ${token}`,
    `exec curl ${token}`,
    'exec tool --password hunter2',
    'exec tool --password=hunter2',
    'exec psexec \\\\h -u a password=hunter2',
    'exec rdp /u:ann /p:hunter2',
    'exec schtasks /create /rp hunter2',
    'exec net user ann hunter2 /add',
    'exec net.exe user ann hunter2 /add',
    'exec "C:\\t\\net.exe" use z: \\\\srv\\share hunter2',
    '"C:\\t\\psexec.exe" \\\\h -p hunter2',
    'exec curl -H "X-Auth-Token: x"',
    'exec git clone https://ann:hunter2@host/r',
    'exec env API_KEY=abc tool',
    'exec net use z: \\\\srv\\share hunter2 /user:corp\\ann',
    'exec net use \\\\srv\\share /user:corp\\ann hunter2',
    'exec psexec \\\\h -u ann -p hunter2 cmd',
    '!C:\\tools\\PsExec64.exe \\\\h -p hunter2 cmd',
    '!curl -u ann:hunter2 https://host/',
    '!curl -uann:hunter2 https://host/',
    '!curl --proxy-user=ann:hunter2 https://host/',
    'exec mysql -u root -phunter2',
    'exec mysqldump -phunter2 db',
    'exec set X_SECRET=hunter2',
    'exec cmd /c set AWS_SECRET_ACCESS_KEY=hunter2',
    'reg set HKLM\\SOFTWARE\\Winlogon\\DefaultPassword --type REG_SZ --data hunter2',
    'exec reg add HKLM\\SOFTWARE\\Winlogon /v DefaultPassword /t REG_SZ /d hunter2',
    'exec sc config svc obj= .\\ann password= hunter2',
    'exec 7z x -phunter2 a.7z',
    'exec sqlcmd -U sa -P hunter2',
    '!psexec.py corp/ann:hunter2@host',
    '!smbclient //h/s -U ann%hunter2',
    'exec plink -pw hunter2 h',
    'exec cmdkey /add:h /user:ann /pass:hunter2',
    'profile add work --proxy http://ann:hunter2@proxy:3128',
  ])('takes %j for one', (line) => {
    expect(isSecretLine(line)).toBe(true);
  });

  it.each([
    'ls C:\\Windows\\Temp',
    'get C:\\passwords.txt',
    'exec net user ann /add',
    'exec net user',
    'reg query HKLM\\SOFTWARE /p',
    'mkdir -p C:\\a',
    'exec certutil -hashfile a SHA256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    'exec curl https://host:8443/a@b',
    'exec net use',
    'exec net use z: \\\\srv\\share /delete',
    'exec net use * /delete',
    'mkdir -p C:\\mysql\\data',
    'exec curl -s https://host/',
    'reg set HKLM\\SOFTWARE\\Acme\\Flag --type REG_DWORD --data 1',
    'reg query HKLM\\SECURITY\\Policy\\Secrets',
    'put mysql-pack.zip C:\\Temp',
    'exec psexec -accepteula',
    'find C:\\ --name *token*',
    'cd C:\\Users\\ann@corp',
  ])('does not take %j for one', (line) => {
    expect(isSecretLine(line)).toBe(false);
  });
});

it('secretsIn finds what stands under keys that hold secrets, at any depth', () => {
  expect(
    secretsIn({
      username: 'mia',
      password: 'one',
      deep: [{ Current_Password: 'two', token: '' }],
      auth_token: 7,
    }),
  ).toEqual(['one', 'two']);
  expect(secretsIn(undefined)).toEqual([]);
});
