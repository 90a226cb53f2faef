import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EndpointDriver, linuxSpec } from '../support/endpoint-driver.ts';

let linux: EndpointDriver;
beforeEach(() => {
  linux = new EndpointDriver(linuxSpec());
});
afterEach(() => linux.endpoint.close?.());

/** Runs a script as the sensor would: one argument in single quotes. */
const sh = (script: string) => linux.exec(`/bin/sh -c '${script.replaceAll("'", `'\\''`)}'`);

describe('/bin/sh -c', () => {
  it.each([
    ['echo hello', 'hello\n'],
    ['echo a; echo b', 'a\nb\n'],
    ['(exec false; echo never); echo $?', '1\n'],
    ['echo a && echo b || echo c', 'a\nb\n'],
    ['false && echo a || echo b', 'b\n'],
    ['false; echo $?', '1\n'],
    ['echo "two  blanks" \'$HOME\' "$HOME"', 'two  blanks $HOME /root\n'],
    ['x="a b"; echo $x "$x"', 'a b a b\n'],
    ['x="a   b"; echo $x', 'a b\n'],
    ['X=1 env | grep ^X', ''],
    ['echo $(echo in; hostname)', 'in devr-test\n'],
    ['echo `hostname`', 'devr-test\n'],
    ['echo $((2+3*4)) $(( (2+3)*4 ))', '14 20\n'],
    ['x=17; echo $((x-5)) $((x/5)) $((x%5)) $((-x)) $((x/0)) $((nope))', '12 3 2 -17 0 0\n'],
    ['[ -z "" ] && [ -n text ] && [ text ] && [ ! "" ] && echo texts', 'texts\n'],
    [
      '[ -f /etc/passwd ] && [ -x /bin/cat ] && [ -x /etc ] && [ -r /etc ] && [ -w /etc ] && echo files',
      'files\n',
    ],
    [
      '[ a != b ] && [ 1 -ne 2 ] && [ 1 -le 1 ] && [ 2 -gt 1 ] && [ 10 -gt 9 ] && echo compared',
      'compared\n',
    ],
    ['[ a = b ] || [ 2 -le 1 ] || [ 1 -gt 1 ] || [ -q /etc ] || [ a -like b ] || echo none', 'none\n'],
    ['[ "" -o text ] && [ text -a text ] && [ -f "" ] || echo no such file', 'no such file\n'],
    ['seq 3; seq 2 3 | tail -n 1', '1\n2\n3\n3\n'],
    ['basename /a/b/; dirname /a/b/; dirname /a; dirname b', 'b\n/a\n/\n.\n'],
    ['echo x | tee /tmp/t | cat; echo y | tee -a /tmp/t > /dev/null; cat /tmp/t', 'x\nx\ny\n'],
    ['mkdir -p /w/a; touch /w/a/f; mv /w/a /w/c; find /w/c', '/w/c\n/w/c/f\n'],
    ['cat /missing 2>&1 | wc -c; head /missing', '41\nhead: /missing: No such file or directory\n'],
    [
      'echo echo from the input | sh; sh /missing; echo $?',
      'from the input\nsh: /missing: No such file or directory\n127\n',
    ],
    ['free | wc -l; df | tail -n 1', '3\n/dev/sda1       52403200 11830144  40573056  23% /\n'],
    ['ip addr | grep -c "inet "; ifconfig | grep -c "inet "', '2\n2\n'],
    ['kill 999998; echo $?', 'kill: (999998) - No such process\n1\n'],
    ['kill 1; echo $?', 'kill: (1) - Operation not permitted\n1\n'],
    ['ping -c 1 no.such.invalid; echo $?', 'ping: no.such.invalid: Name or service not known\n2\n'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the shell that puts these in
    ['echo ${NOPE:-default} ${HOME:+set} ${#HOME}', 'default set 5\n'],
    ['printf "%s=%d\\n" a 1 b 2', 'a=1\nb=2\n'],
    ['printf "%05d|%-4s|%x\\n" 42 ab 255', '00042|ab  |ff\n'],
    ['for i in 1 2 3; do echo n$i; done', 'n1\nn2\nn3\n'],
    ['i=0; while [ $i -lt 3 ]; do i=$((i+1)); echo $i; done', '1\n2\n3\n'],
    [
      'i=0; until [ $i -ge 5 ]; do i=$((i+1)); [ $i -eq 2 ] && continue; [ $i -eq 4 ] && break; echo $i; done',
      '1\n3\n',
    ],
    ['if [ -d /etc ]; then echo dir; else echo none; fi', 'dir\n'],
    ['if [ -f /nope ]; then echo a; elif test 1 = 1; then echo b; fi', 'b\n'],
    ['[ ! -e /nope ] && [ -s /etc/passwd -a -d /etc ] && echo both', 'both\n'],
    ['umask; (umask 077; umask); umask', '0022\n0077\n0022\n'],
    ['mkdir /tmp/a; (umask 077; mkdir /tmp/b); ls -ld /tmp/a /tmp/b | grep -c drwx------', '1\n'],
    [
      'mkdir -m 700 /tmp/a && mkdir -m 700 /tmp/a || echo was there',
      'mkdir: /tmp/a: File exists\nwas there\n',
    ],
    ['(mkdir -m 700 /tmp) || exit; echo not reached', 'mkdir: /tmp: File exists\n'],
    ['mkdir /tmp/a; [ -d /tmp/a ] && [ ! -L /tmp/a ] && [ -O /tmp/a ] && echo ours', 'ours\n'],
    ['(cd /etc; pwd); pwd', '/etc\n/opt/cbsensor\n'],
    ['{ echo a; echo b; } | wc -l', '2\n'],
    ['printf "b\\na\\n" | sort | head -n 1', 'a\n'],
    ['echo out; echo err >&2', 'out\nerr\n'],
    ['echo gone > /dev/null; echo err 2>/dev/null 1>&2', ''],
    ['echo -n no newline', 'no newline'],
    ['echo -e "a\\tb"', 'a\tb\n'],
    ['cd /lab/texts; echo u*', 'utf16le-bom.txt utf8-bom.txt utf8.txt\n'],
    ['echo "u*" nope*', 'u* nope*\n'],
    ['! false; echo $?', '0\n'],
    ['# only a comment\necho after # more', 'after\n'],
    ['echo one \\\n two', 'one two\n'],
    ["echo 'it'\\''s'", "it's\n"],
    ['true & echo bg', 'bg\n'],
    ['set -e; export A=5; echo $A; unset A; echo [$A]', '5\n[]\n'],
    ['command -v cat; command -v nope || echo no', '/bin/cat\nno\n'],
  ])('%s', async (script, expected) => {
    expect((await sh(script)).text).toBe(expected);
  });

  it.each([
    ['uptime', /^ \d\d:\d\d:\d\d up \d+ days, {2}1 user/],
    ['who', /^\w+ +pts\/0 .*\(203\.0\.113\.77\)\n$/],
    ['w', /^USER .*\n\w+ +pts\/0 .* vim notes\.txt\n$/],
    ['last', /still logged in\n$/],
  ])('%s', async (script, expected) => {
    expect((await sh(script)).text).toMatch(expected);
  });

  it.each([
    ['exit 5', 5],
    ['false', 1],
    ['nosuch', 127],
    ['/etc/passwd', 126],
    ['echo fine', 0],
    ['(exit 3)', 3],
    ['cat /missing', 1],
    ['if', 2],
    ['echo "open', 2],
    ['for', 2],
    ['grep nothing /etc/passwd', 1],
    ['exit 300', 44],
  ])('%s ends with %d', async (script, code) => {
    expect((await sh(script)).code).toBe(code);
  });

  it('keeps output and exit code in files, as a follower wants them', async () => {
    await sh('ls /missing > /tmp/out 2>&1; echo $? > /tmp/code');
    expect((await linux.bytes('/tmp/out')).toString()).toBe('ls: /missing: No such file or directory\n');
    expect((await linux.bytes('/tmp/code')).toString()).toBe('1\n');
  });

  it('appends, reads from files and takes both streams', async () => {
    const script = 'echo a > /tmp/f; echo b >> /tmp/f; (echo c; nosuch) &>> /tmp/f; wc -l < /tmp/f';
    expect((await sh(script)).text).toBe('4\n');
    expect((await sh('echo x > /no/f')).text).toBe('sh: /no/f: No such file or directory\n');
    expect((await sh('echo x > /etc')).text).toBe('sh: /etc: Is a directory\n');
  });

  it('makes, moves and removes files', async () => {
    await sh('mkdir -p /w/a/b && echo text > /w/t && cp /w/t /w/a && mv /w/t /w/a/b/u && touch /w/new');
    expect((await sh('find /w -type f')).text.split('\n').sort().filter(Boolean)).toEqual([
      '/w/a/b/u',
      '/w/a/t',
      '/w/new',
    ]);
    expect(await sh('rm /w')).toEqual({ code: 1, text: 'rm: /w: Is a directory\n' });
    expect(await sh('rmdir /w')).toEqual({ code: 1, text: 'rmdir: /w: Directory not empty\n' });
    expect((await sh('rm -rf /w /nope')).code).toBe(0);
    expect(await linux.code('directory list', '/w')).toBe(2);
  });

  it('sleeps on the clock of the endpoint', async () => {
    expect(await sh('sleep 1 && sleep 0.5 && echo awake')).toEqual({ code: 0, text: 'awake\n' });
    expect((await sh('sleep x')).code).toBe(1);
  });
});

describe('programs without a shell', () => {
  it('get their words split, and nothing expanded', async () => {
    expect((await linux.exec('/bin/echo "two words" $HOME *')).text).toBe('two words $HOME *\n');
    expect((await linux.exec("/bin/echo 'a'\\''b'")).text).toBe("a'b\n");
    expect(
      (
        await linux.exec(
          `/bin/sh -c '(exec "$@"); for w in "$@"; do echo "<$w>"; done' sh echo 'a  b' '$HOME'`,
        )
      ).text,
    ).toBe('a  b $HOME\n<echo>\n<a  b>\n<$HOME>\n');
  });

  it.each([
    ['uname -a', /^Linux devr-test 3\.10\.0.* x86_64 GNU\/Linux\n$/],
    ['id', /^uid=0\(root\)/],
    ['whoami', /^root\n$/],
    ['ps aux', /\/usr\/sbin\/cbdaemon/],
    ['ps -ef', /root +1 +0 /],
    ['ss -tan', /LISTEN.*\*:22/],
    ['ss -tunap', /^Netid State[\s\S]*\nudp +UNCONN [\s\S]*users:\(\("sshd",pid=\d+,fd=3\)/],
    ['netstat -tnp', /^Active Internet[\s\S]* ESTABLISHED +\d+\/kswapd0\n$/],
    ['systemctl show --property=Id,MainPID sshd.service', /^MainPID=\d+\nId=sshd\.service\n$/],
    ['getent passwd', /^root:x:0:0:/],
    ['ping -c 2 10.0.0.1', /icmp_seq=2[\s\S]*2 packets transmitted, 2 received/],
    ['ls -la /etc', /-rw-r--r--\. 1 root root +\d+ \w{3} \d\d {2}\d{4} passwd\n/],
    ['tail -n 1 /lab/texts/lines-10000.txt', /^line 10000 of 10000\n$/],
    [
      'sha256sum /lab/empty.txt',
      /^e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 {2}\/lab\/empty\.txt\n$/,
    ],
    ['date +%Y-%m-%d', /^2014-12-10\n$/],
  ])('%s', async (line, expected) => {
    const { code, text } = await linux.exec(line);
    expect(text).toMatch(expected);
    expect(code).toBe(0);
  });

  it('has the programs of a Mac on a Mac, which is a Darwin', async () => {
    const mac = new EndpointDriver(linuxSpec({ os: 'macos', osName: 'Mac OSX 14.2' }));
    const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
    expect((await mac.exec('/usr/bin/shasum -a 256 /lab/empty.txt')).text).toBe(`${empty}  /lab/empty.txt\n`);
    expect((await mac.exec('/sbin/md5 -r /lab/empty.txt')).text).toMatch(
      /^d41d8cd98f00b204e9800998ecf8427e \/lab\/e/,
    );
    expect((await mac.exec('uname -sr')).text).toBe('Darwin 23.6.0\n');
  });
});
