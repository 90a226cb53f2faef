import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** What the examples of help take from this computer, by its path below the local folder. */
const files: Readonly<Record<string, string>> = {
  'triage.cblr': 'pwd\nps --name explorer.exe\n',
  'triage.txt': 'pwd\nps --name explorer.exe\n',
  'triage.ps1': 'Get-Process\n',
  'collect.cmd': 'echo collected\n',
  'tools/yara64.exe': 'MZ',
  'iocs.txt': '7fb55f5a62e78af9b58d08aaeeaef848\n0f343b0931126a20f133d67c2b018a3b\n',
  'report.txt':
    'FUZZYWOMBAT: svch0st.exe (MD5 a276b67ac893b80b963f3415e7dd146b) beacons to hxxps://updates[.]example[.]net and 10.1.2.3.\nSee https://blog.example.org/fuzzywombat for more.\n',
  'wrong.txt': '80e1b4bd16eea22902a3ba7a77ac5b21\n',
  'watchlists.yaml':
    'watchlists:\n  - name: Shares from a script\n    type: process\n    query: process_name:net.exe cmdline:use\n    actions: [alert]\n',
  'kept.reg':
    'Windows Registry Editor Version 5.00\r\n\r\n[HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run]\r\n"Updater"="C:\\\\Windows\\\\updater.exe"\r\n',
  'evidence/.keep': '',
  '../cases/42/.keep': '',
  '../editor.sh': 'echo "; seen" >> "$1"\n',
  '../cases/notes.txt': 'case 42\n',
};

/** Lays out the files that examples of help take, in a local folder and the home above it. */
export async function layOutExampleFiles(folder: string): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
    await chmod(file, 0o600);
  }
}
