import type { RealProcess } from './real-process.ts';
import { runLocal } from './run-local.ts';

const script = [
  '[Console]::OutputEncoding = [Text.Encoding]::UTF8',
  'Get-CimInstance Win32_Process | ForEach-Object {',
  '  $owner = Invoke-CimMethod -InputObject $_ -MethodName GetOwner -ErrorAction SilentlyContinue',
  '  $sid = Invoke-CimMethod -InputObject $_ -MethodName GetOwnerSid -ErrorAction SilentlyContinue',
  '  [pscustomobject]@{ pid = $_.ProcessId; parent = $_.ParentProcessId; path = $_.ExecutablePath; line = $_.CommandLine;',
  "    start = if ($_.CreationDate) { [string]$_.CreationDate.ToFileTimeUtc() } else { '0' };",
  "    user = if ($owner.User) { $owner.Domain + '\\' + $owner.User } else { '' }; sid = $sid.Sid }",
  '} | ConvertTo-Json -Compress',
].join('\n');

/** All processes, asked of Windows through PowerShell. */
export async function windowsProcesses(): Promise<RealProcess[]> {
  const encoded = Buffer.from(script, 'utf16le').toString('base64');
  const output = await runLocal('powershell.exe', [
    '-NoProfile',
    '-NonInteractive',
    '-EncodedCommand',
    encoded,
  ]);
  return parseCim(output);
}

export function parseCim(output: string): RealProcess[] {
  const rows: unknown = JSON.parse(output.replace(/^\ufeff/, ''));
  return (Array.isArray(rows) ? rows : [rows]).flatMap((row: Record<string, unknown>) => {
    const pid = Number(row['pid']);
    return Number.isInteger(pid) && pid > 0
      ? [
          {
            pid,
            parent: Number(row['parent'] ?? 0),
            start: BigInt(text(row['start']) || '0'),
            path: text(row['path']),
            commandLine: text(row['line']),
            username: text(row['user']),
            sid: text(row['sid']),
          },
        ]
      : [];
  });
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
