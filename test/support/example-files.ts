import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A Sigma rule of two fields. */
function rule(title: string, first: string, second: string): string {
  return `title: ${title}\nlogsource: {category: process_creation, product: windows}\ndetection:\n  selection:\n    ${first}\n    ${second}\n  condition: selection\n`;
}

/** What the examples of help take from this computer, by its path below the local folder. */
const files: Readonly<Record<string, string>> = {
  'triage.cblr': 'pwd\nps --name explorer.exe\n',
  'triage.txt': 'pwd\nps --name explorer.exe\n',
  'triage.ps1': 'Get-Process\n',
  'collect.cmd': 'echo collected\n',
  'tools/yara64.exe': 'MZ',
  'iocs.txt': '7fb55f5a62e78af9b58d08aaeeaef848\n0f343b0931126a20f133d67c2b018a3b\n',
  'rare.ndjson': '{"step":1,"sensor_ids":[10],"row":{"name":"UpdSvc"}}\n',
  'report.txt':
    'FUZZYWOMBAT: svch0st.exe (MD5 a276b67ac893b80b963f3415e7dd146b) beacons to hxxps://updates[.]example[.]net and 10.1.2.3.\nSee https://blog.example.org/fuzzywombat for more.\n',
  'remote-admin.json':
    '{"Shares": {"process_name": ["net.exe", "net1.exe"]}, "AnyDesk": {"process_name": ["anydesk*.exe"], "domain": ["anydesk.com"]}}\n',
  'queries.tsv':
    'encoded PowerShell\tprocess_name:powershell.exe cmdline:-enc\nshares\tprocess_name:net.exe\n',
  'rule.yml': rule(
    'Office starts a shell',
    "ParentImage|endswith: '\\winword.exe'",
    "Image|endswith: '\\powershell.exe'",
  ),
  'rules/office.yml': rule(
    'Office starts a shell',
    "ParentImage|endswith: '\\winword.exe'",
    "Image|endswith: '\\powershell.exe'",
  ),
  'rules/shares.yml': rule('A share is used', "Image|endswith: '\\net.exe'", "CommandLine|contains: ' use '"),
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
