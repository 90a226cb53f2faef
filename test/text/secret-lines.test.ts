import { describe, expect, it } from 'vitest';
import { isSecretLine, maskBody, maskSecretLine } from '../../src/text/secret-lines.ts';
import { cpuMs } from '../support/cpu-time.ts';

const token = '0123456789abcdef0123456789abcdef01234567';

describe('isSecretLine', () => {
  it.each([
    `profile add --token ${token}`,
    `exec curl ${token}`,
    'exec tool --password hunter2',
    'exec tool --password=hunter2',
    'process cmdline:"--password hunter2"',
    "exec cmd /c '--token hunter2'",
    'exec psexec \\\\h -u a password=hunter2',
    'exec rdp /u:ann /p:hunter2',
    'exec schtasks /create /rp hunter2',
    'exec net user ann hunter2 /add',
    'exec net.exe user ann hunter2 /add',
    'exec net user /add ann hunter2',
    'exec cmd /c net1 user /domain /add ann hunter2 /active:yes',
    'exec net user "Ann B" hunter2 /add',
    'exec net user ann /add hunter2',
    'exec bitsadmin /setcredentials job server basic ann hunter2',
    '!nxc smb 10.0.0.1 -u ann -p hunter2',
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
    'exec setup.exe pw=hunter2 /quiet',
    'exec msiexec /i a.msi ADMINPW=hunter2',
    'exec export DB_PASS=hunter2',
    'note the pass: hunter2',
    'exec tool /pass hunter2',
    'exec useradd -m -p hunter2 ann',
    "exec sh -c 'echo ann:hunter2 | chpasswd'",
    'exec openssl enc -aes-256-cbc -k hunter2 -in a',
    'exec aws configure set aws_secret_access_key hunter2',
    'exec cmdkey /add:h /user:ann /pass:hunter2',
    'profile add work --proxy http://ann:hunter2@proxy:3128',
  ])('takes %j for one, and masks it', (line) => {
    expect(isSecretLine(line)).toBe(true);
    const masked = maskSecretLine(line);
    expect(masked).toContain('***');
    expect(masked).not.toMatch(/hunter2|abc\b|0123456789abcdef/);
    expect(maskSecretLine(masked)).toBe(masked);
  });

  it.each([
    'ls C:\\Windows\\Temp',
    'get C:\\passwords.txt',
    'exec net user ann /add',
    'exec net user /add ann',
    'exec cmd /c net user ann /add && net localgroup administrators ann /add',
    'exec net user ann | find "x"',
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
    'exec powershell -ExecutionPolicy Bypass -File a.ps1',
    'exec tool bypass=1',
    'reg query HKLM\\SOFTWARE\\Pass',
    'exec useradd -m ann',
    'exec openssl x509 -in a.pem',
    'exec aws configure list',
  ])('does not take %j for one', (line) => {
    expect(isSecretLine(line)).toBe(false);
    expect(maskSecretLine(line)).toBe(line);
  });
});

it.each([
  ['exec net user ann hunter2 /add', 'exec net user ann *** /add'],
  ['exec net user ann "hunter 2" /add', 'exec net user ann *** /add'],
  ['exec tool --password=hunter2 --user ann', 'exec tool --password=*** --user ann'],
  ['exec tool --password hunter2 --token abc', 'exec tool --password *** --token ***'],
  ['get C:\\a http://ann:hunter2@host/x', 'get C:\\a http://ann:***@host/x'],
  [`connect ${token} x`, 'connect *** x'],
])('%j is masked as %j', (line, masked) => {
  expect(maskSecretLine(line)).toBe(masked);
});

it('masks a value of the registry by its name, and a command line within a body', () => {
  const set = { name: 'reg set value', object: 'HKLM\\Winlogon\\DefaultPassword', value_data: 'hunter2' };
  expect(maskBody(set)).toEqual({ ...set, value_data: '***' });
  const plain = { name: 'reg set value', object: 'HKLM\\Run\\x', value_data: 'C:\\x.exe' };
  expect(maskBody(plain)).toEqual(plain);
  expect(maskBody({ object: 'cmd /c net user ann "hunter 2" /add > "C:\\o"' })).toEqual({
    object: 'cmd /c net user ann *** /add > "C:\\o"',
  });
});

it('takes time by the length of a line, whatever stands in it', () => {
  const parts = [
    'password=',
    'net user /a ',
    'net user a /a ',
    'net use /user:a ',
    'reg set passw --data ',
    'curl -u ',
    'a:b@c ',
    'a:b | chpasswd ',
    'a:',
    'pass',
    'aws configure set secret',
    '/pass ',
    ':',
  ];
  const ms = cpuMs(() => {
    for (const part of parts) maskSecretLine(part.repeat(Math.ceil(8192 / part.length)));
  });
  expect(ms).toBeLessThan(2000);
});
