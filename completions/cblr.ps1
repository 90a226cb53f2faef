# PowerShell completion for cblr; made by: cblr completion powershell
# load it with: cblr completion powershell | Out-String | Invoke-Expression

Register-ArgumentCompleter -Native -CommandName 'cblr', 'cblr.exe' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    function Get-Profiles {
        'lab'
        $first = if ($env:CBRC) { $env:CBRC } else { Join-Path $HOME '.cbrc' }
        $others = @((Join-Path $HOME '.carbonblack/credentials.response'), '/etc/carbonblack/credentials.response')
        foreach ($file in (@($first) + $others)) {
            if (-not (Test-Path -LiteralPath $file -PathType Leaf)) { continue }
            Get-Content -LiteralPath $file -ErrorAction SilentlyContinue | ForEach-Object {
                if ($_ -cmatch '^\[([A-Za-z0-9._-]+)\]' -and $Matches[1] -cne 'DEFAULT') { $Matches[1] }
            }
        }
    }

    function Get-Canonical($name) {
        switch -CaseSensitive ($name) {
            'connect' { return 'connect' }
            'sessions' { return 'sessions' }
            'session show' { return 'session show' }
            'session close' { return 'session close' }
            'session archive' { return 'session archive' }
            'session commands' { return 'session commands' }
            'session files' { return 'session files' }
            'profile add' { return 'profile add' }
            'profile list' { return 'profile list' }
            'profile' { return 'profile' }
            'profile show' { return 'profile show' }
            'profile use' { return 'profile use' }
            'profile check' { return 'profile check' }
            'profile remove' { return 'profile remove' }
            'lab' { return 'lab' }
            'completion' { return 'completion' }
            'ls' { return 'ls' }
            'dir' { return 'ls' }
            'pwd' { return 'pwd' }
            'drives' { return 'drives' }
            'stat' { return 'stat' }
            'find' { return 'find' }
            'tree' { return 'tree' }
            'cat' { return 'cat' }
            'type' { return 'cat' }
            'head' { return 'head' }
            'tail' { return 'tail' }
            'hexdump' { return 'hexdump' }
            'xxd' { return 'hexdump' }
            'get' { return 'get' }
            'put' { return 'put' }
            'rm' { return 'rm' }
            'del' { return 'rm' }
            'mkdir' { return 'mkdir' }
            'md' { return 'mkdir' }
            'ps' { return 'ps' }
            'kill' { return 'kill' }
            'ban' { return 'ban' }
            'recorded' { return 'recorded' }
            'exec' { return 'exec' }
            'run' { return 'run' }
            'reg query' { return 'reg query' }
            'reg get' { return 'reg get' }
            'reg set' { return 'reg set' }
            'reg create' { return 'reg create' }
            'reg delete' { return 'reg delete' }
            'reg export' { return 'reg export' }
            'memdump' { return 'memdump' }
            'info' { return 'info' }
            'jobs' { return 'jobs' }
            'cancel' { return 'cancel' }
            'files' { return 'files' }
            'files get' { return 'files get' }
            'files rm' { return 'files rm' }
            'archive' { return 'archive' }
            'help' { return 'help' }
            'session' { return 'session' }
            'reg' { return 'reg' }
        }
        if ($name.Contains(' ')) { return '' }
        return '?'
    }

    function Test-Takes($command, $option) {
        switch -CaseSensitive ("$command $option") {
            'connect --command' { return $true }
            'connect -c' { return $true }
            'connect --script' { return $true }
            'connect --check-in-timeout' { return $true }
            'connect --session-timeout' { return $true }
            'connect --sensor-wait-timeout' { return $true }
            'connect --command-timeout' { return $true }
            'connect --storage-ttl' { return $true }
            'session commands --status' { return $true }
            'session commands --count' { return $true }
            'profile add --url' { return $true }
            'profile add --token-command' { return $true }
            'profile add --ca' { return $true }
            'profile add --proxy' { return $true }
            'profile add --label' { return $true }
            'lab --port' { return $true }
            'lab --data' { return $true }
            'lab --seed' { return $true }
            'lab --now' { return $true }
            'lab --era' { return $true }
            'lab --sensors' { return $true }
            'lab --processes' { return $true }
            'lab --alerts' { return $true }
            'lab --check-in' { return $true }
            'lab --sensor-latency' { return $true }
            'lab --user' { return $true }
            'lab --fault' { return $true }
            'find --name' { return $true }
            'find --type' { return $true }
            'find --newer' { return $true }
            'find --larger' { return $true }
            'find --depth' { return $true }
            'tree --depth' { return $true }
            'cat --encoding' { return $true }
            'head --lines' { return $true }
            'head -n' { return $true }
            'head --encoding' { return $true }
            'tail --lines' { return $true }
            'tail -n' { return $true }
            'tail --encoding' { return $true }
            'hexdump --offset' { return $true }
            'hexdump --count' { return $true }
            'hexdump -n' { return $true }
            'get --offset' { return $true }
            'get --bytes' { return $true }
            'mkdir --parents' { return $false }
            'mkdir -p' { return $false }
            'ps --name' { return $true }
            'ps --user' { return $true }
            'ps --pid' { return $true }
            'ban --text' { return $true }
            'recorded --type' { return $true }
            'exec --dir' { return $true }
            'exec --remote-output' { return $true }
            'exec --deadline' { return $true }
            'exec --encoding' { return $true }
            'run --deadline' { return $true }
            'run --encoding' { return $true }
            'reg set --type' { return $true }
            'reg set --data' { return $true }
            'reg delete --key' { return $true }
            'reg export --to' { return $true }
            'memdump --get' { return $true }
            'jobs --status' { return $true }
            'jobs --count' { return $true }
        }
        switch -CaseSensitive ($option) {
            '--profile' { return $true }
            '-p' { return $true }
            '--output' { return $true }
            '-o' { return $true }
            '--fields' { return $true }
            '--timeout' { return $true }
        }
        return $false
    }

    function Test-CommandLine($command, $operands) {
        switch -CaseSensitive ($command) {
            'exec' { return ($operands -gt 1) }
            'run' { return ($operands -gt 2) }
        }
        return $false
    }

    function Get-Options($command) {
        switch -CaseSensitive ($command) {
            'connect' { '--command' + "`t" + 'run these verbs, separated by ; and leave'; '--script' + "`t" + 'run the verbs in a file, one a line, and leave'; '--keep-going' + "`t" + 'go on after a verb that failed'; '--keep' + "`t" + 'leave the session open'; '--wait' + "`t" + 'wait for a sensor that is offline (20m)'; '--allow-local' + "`t" + 'local commands (! and |) without a terminal too'; '--check-in-timeout' + "`t" + 'how long the server waits for the sensor'; '--session-timeout' + "`t" + 'idle time after which the session ends'; '--sensor-wait-timeout' + "`t" + 'length of the sensor''s long poll'; '--command-timeout' + "`t" + 'how long the sensor works at a command'; '--storage-ttl' + "`t" + 'how long the server keeps the session after its end' }
            'sessions' { '--all' + "`t" + 'closed ones too, until the server purges them' }
            'session archive' { '--force' + "`t" + 'replace the local file' }
            'session commands' { '--status' + "`t" + 'only in this state'; '--count' + "`t" + 'only the last N' }
            'profile add' { '--url' + "`t" + 'the server: https://host or https://host:port'; '--token-stdin' + "`t" + 'read the API token from stdin'; '--token-command' + "`t" + 'a command line that prints the token when one is needed'; '--pin' + "`t" + 'trust the certificate with this fingerprint; without a value, the one that the server shows now'; '--ca' + "`t" + 'the CA''s or the server''s own certificate, in PEM'; '--no-verify-hostname' + "`t" + 'the certificate may be for another name'; '--no-verify' + "`t" + 'trust any certificate: whoever is in between reads the token'; '--proxy' + "`t" + 'reach it through this proxy'; '--ignore-system-proxy' + "`t" + 'take no proxy from the environment'; '--readonly' + "`t" + 'refuse everything that changes something'; '--label' + "`t" + 'shown in the prompt, such as PRODUCTION'; '--use' + "`t" + 'use it from now on when no profile is named'; '--force' + "`t" + 'change a profile that is there; what is not given stays' }
            'lab' { '--port' + "`t" + 'port to serve on; a free one if not said'; '--no-tls' + "`t" + 'plain HTTP'; '--data' + "`t" + 'keep the store, the certificate and the token there'; '--seed' + "`t" + 'what the made-up data is made from'; '--now' + "`t" + 'the time its clock starts at'; '--era' + "`t" + 'which age of server it plays'; '--sensors' + "`t" + 'how many sensors; 60 if not said'; '--processes' + "`t" + 'how many process documents'; '--alerts' + "`t" + 'how many alerts; 60 if not said'; '--check-in' + "`t" + 'time between two check-ins of a sensor'; '--sensor-latency' + "`t" + 'time a command takes'; '--user' + "`t" + 'whose token --lab uses: admin if not said; analyst, viewer'; '--fault' + "`t" + 'a fault from the start'; '--this-machine' + "`t" + 'sensor 5 is this computer: list processes and folders, get files'; '--allow-write' + "`t" + 'let it also write, delete, kill and start programs here'; '--listen-anywhere' + "`t" + 'serve other computers too: whoever has the token is in' }
            'ls' { '--long' + "`t" + 'attributes, three times and the 8.3 name too'; '--all' + "`t" + '. and .. too'; '--by-time' + "`t" + 'last written first'; '--by-size' + "`t" + 'largest first'; '--reverse' + "`t" + 'the other way round' }
            'find' { '--name' + "`t" + 'names that match; any of several'; '--type' + "`t" + 'only files, or only directories'; '--newer' + "`t" + 'written after this time'; '--larger' + "`t" + 'files of more bytes'; '--depth' + "`t" + 'how many levels down' }
            'tree' { '--depth' + "`t" + 'how many levels down'; '--dirs' + "`t" + 'directories only' }
            'cat' { '--encoding' + "`t" + 'utf-8, utf-16le, cp850 …; found out when not said'; '--raw' + "`t" + 'the bytes as they are' }
            'head' { '--lines' + "`t" + 'how many; 10 when not said'; '--encoding' + "`t" + 'utf-8, utf-16le, cp850 …; found out when not said' }
            'tail' { '--lines' + "`t" + 'how many; 10 when not said'; '--follow' + "`t" + 'show what is added, until Ctrl-C'; '--encoding' + "`t" + 'utf-8, utf-16le, cp850 …; found out when not said' }
            'hexdump' { '--offset' + "`t" + 'where to begin'; '--count' + "`t" + 'how many bytes; to the end when not said' }
            'get' { '--recursive' + "`t" + 'directories with all in them'; '--offset' + "`t" + 'begin behind so many bytes'; '--bytes' + "`t" + 'at most so many bytes'; '--resume' + "`t" + 'go on with an earlier .part'; '--force' + "`t" + 'replace a local file that is there' }
            'put' { '--recursive' + "`t" + 'a folder with all in it'; '--force' + "`t" + 'replace what is there' }
            'rm' { '--recursive' + "`t" + 'directories with all in them' }
            'mkdir' { '--parents' + "`t" + 'those above it too; what is there already is no error' }
            'ps' { '--tree' + "`t" + 'draw who started whom'; '--name' + "`t" + 'only programs of this name, * and ? allowed'; '--user' + "`t" + 'only of this user, with or without the domain, * and ? allowed'; '--pid' + "`t" + 'only this process' }
            'kill' { '--wait' + "`t" + 'look until the process is gone' }
            'ban' { '--text' + "`t" + 'why, for who looks at the ban list later'; '--force' + "`t" + 'without questions, and where nobody can tell where they were seen' }
            'recorded' { '--events' + "`t" + 'everything it did, in the order of time'; '--type' + "`t" + 'only events of these kinds'; '--binary' + "`t" + 'signature, version and prevalence of what runs' }
            'exec' { '--dir' + "`t" + 'run it in this directory'; '--remote-output' + "`t" + 'keep the output in this file on the sensor'; '--no-wait' + "`t" + 'start it and give its pid'; '--follow' + "`t" + 'show the output as it grows, without holding the sensor'; '--deadline' + "`t" + 'wait this long for its end (10m; with --follow no limit)'; '--propagate' + "`t" + 'make its exit code ours'; '--encoding' + "`t" + 'utf-8, utf-16le, cp850 …; found out when not said' }
            'run' { '--deadline' + "`t" + 'wait this long for its end (10m)'; '--propagate' + "`t" + 'make its exit code ours'; '--encoding' + "`t" + 'utf-8, utf-16le, cp850 …; found out when not said' }
            'reg set' { '--type' + "`t" + 'type of the value (REG_SZ)'; '--data' + "`t" + 'its data'; '--force' + "`t" + 'replace a value that is there' }
            'reg delete' { '--key' + "`t" + 'delete this key' }
            'reg export' { '--to' + "`t" + 'local file, as regedit imports it'; '--force' + "`t" + 'replace the local file' }
            'memdump' { '--get' + "`t" + 'fetch it to this file or folder'; '--compress' + "`t" + 'let the sensor compress it'; '--keep' + "`t" + 'leave it on the sensor when it has been fetched'; '--force' + "`t" + 'over a file that is on the sensor already' }
            'jobs' { '--status' + "`t" + 'only in this state'; '--count' + "`t" + 'only the last N' }
            'files get' { '--force' + "`t" + 'replace the local file' }
            'archive' { '--force' + "`t" + 'replace the local file' }
        }
        '--profile' + "`t" + 'which profile of ~/.cbrc'; '--lab' + "`t" + 'the embedded lab server'; '--output' + "`t" + 'how results are printed (table on a terminal, tsv on a pipe)'; '--json' + "`t" + 'short for --output json'; '--fields' + "`t" + 'which fields, by name or heading; help lists them'; '--timeout' + "`t" + 'for one request'; '--yes' + "`t" + 'no question before what destroys'; '--dry-run' + "`t" + 'print each write instead of sending it'; '--expect' + "`t" + 'nothing found is exit 3'; '--quiet' + "`t" + 'no notes and no progress'; '--debug' + "`t" + 'trace requests with their timings on stderr'; '--no-color' + "`t" + 'colours, also on a pipe; --no-color for none'; '--help' + "`t" + 'show help'; '--version' + "`t" + 'show the version'
    }

    function Get-OptionValues($command, $option) {
        switch -CaseSensitive ("$command $option") {
            'connect --command' { return }
            'connect -c' { return }
            'connect --script' { return }
            'connect --check-in-timeout' { return }
            'connect --session-timeout' { return }
            'connect --sensor-wait-timeout' { return }
            'connect --command-timeout' { return }
            'connect --storage-ttl' { return }
            'session commands --status' { 'pending', 'in-progress', 'complete', 'error', 'canceled'; return }
            'session commands --count' { return }
            'profile add --url' { return }
            'profile add --token-command' { return }
            'profile add --ca' { return }
            'profile add --proxy' { return }
            'profile add --label' { return }
            'lab --port' { return }
            'lab --data' { return }
            'lab --seed' { return }
            'lab --now' { return }
            'lab --era' { '5.2', '6.2', '7.8'; return }
            'lab --sensors' { return }
            'lab --processes' { return }
            'lab --alerts' { return }
            'lab --check-in' { return }
            'lab --sensor-latency' { return }
            'lab --user' { return }
            'lab --fault' { return }
            'find --name' { return }
            'find --type' { 'f', 'd'; return }
            'find --newer' { return }
            'find --larger' { return }
            'find --depth' { return }
            'tree --depth' { return }
            'cat --encoding' { return }
            'head --lines' { return }
            'head -n' { return }
            'head --encoding' { return }
            'tail --lines' { return }
            'tail -n' { return }
            'tail --encoding' { return }
            'hexdump --offset' { return }
            'hexdump --count' { return }
            'hexdump -n' { return }
            'get --offset' { return }
            'get --bytes' { return }
            'mkdir --parents' { return }
            'mkdir -p' { return }
            'ps --name' { return }
            'ps --user' { return }
            'ps --pid' { return }
            'ban --text' { return }
            'recorded --type' { 'filemod', 'regmod', 'modload', 'netconn', 'childproc', 'crossproc', 'processblock', 'scriptload', 'other'; return }
            'exec --dir' { return }
            'exec --remote-output' { return }
            'exec --deadline' { return }
            'exec --encoding' { return }
            'run --deadline' { return }
            'run --encoding' { return }
            'reg set --type' { 'REG_SZ', 'REG_EXPAND_SZ', 'REG_DWORD', 'REG_QWORD', 'REG_MULTI_SZ', 'REG_BINARY', 'REG_NONE'; return }
            'reg set --data' { return }
            'reg delete --key' { return }
            'reg export --to' { return }
            'memdump --get' { return }
            'jobs --status' { 'pending', 'in-progress', 'complete', 'error', 'canceled'; return }
            'jobs --count' { return }
        }
        switch -CaseSensitive ($option) {
            '--profile' { Get-Profiles; return }
            '-p' { Get-Profiles; return }
            '--lab' { return }
            '--output' { 'table', 'tsv', 'json', 'ndjson', 'csv'; return }
            '-o' { 'table', 'tsv', 'json', 'ndjson', 'csv'; return }
            '--json' { return }
            '--fields' { return }
            '--timeout' { return }
            '--yes' { return }
            '-y' { return }
            '--dry-run' { return }
            '-n' { return }
            '--expect' { return }
            '--quiet' { return }
            '-q' { return }
            '--debug' { return }
            '--no-color' { return }
            '--help' { return }
            '-h' { return }
            '--version' { return }
            '-V' { return }
        }
    }

    function Get-OperandValues($command, $operands) {
        switch -CaseSensitive ("$command $operands") {
            ' 0' { 'connect' + "`t" + 'open a Live Response shell on a sensor'; 'sessions' + "`t" + 'list the Live Response sessions of the server'; 'profile' + "`t" + 'list the profiles of all files, the current one marked'; 'lab' + "`t" + 'serve the embedded lab: an EDR server with sensors on this computer'; 'completion' + "`t" + 'print the completion script for the analyst''s own shell'; 'ls' + "`t" + 'list directories and files on the sensor'; 'dir' + "`t" + 'list directories and files on the sensor'; 'pwd' + "`t" + 'show the directory of the shell on the sensor'; 'drives' + "`t" + 'list the drives of the sensor'; 'stat' + "`t" + 'show what is known of a file or directory'; 'find' + "`t" + 'look for files and directories below a directory'; 'tree' + "`t" + 'draw a directory with all below it'; 'cat' + "`t" + 'show text files of the sensor'; 'type' + "`t" + 'show text files of the sensor'; 'head' + "`t" + 'show the first lines of a file'; 'tail' + "`t" + 'show the last lines of a file, and what is added to it'; 'hexdump' + "`t" + 'show the bytes of a file'; 'xxd' + "`t" + 'show the bytes of a file'; 'get' + "`t" + 'fetch files from the sensor'; 'put' + "`t" + 'copy a local file to the sensor'; 'rm' + "`t" + 'delete files on the sensor'; 'del' + "`t" + 'delete files on the sensor'; 'mkdir' + "`t" + 'make directories on the sensor'; 'md' + "`t" + 'make directories on the sensor'; 'ps' + "`t" + 'list the processes of the sensor'; 'kill' + "`t" + 'end processes on the sensor'; 'ban' + "`t" + 'ban what a process is, what a file holds, or an MD5, on all sensors'; 'recorded' + "`t" + 'what the server has recorded of a process that runs now'; 'exec' + "`t" + 'run a program on the sensor and show its output'; 'run' + "`t" + 'put a local program or script on the sensor, run it, remove it'; 'memdump' + "`t" + 'dump the memory of the sensor to a file there, or fetch it'; 'info' + "`t" + 'show the session and its sensor'; 'jobs' + "`t" + 'list the command objects of the session'; 'cancel' + "`t" + 'take back a command object that the sensor has not taken yet'; 'files' + "`t" + 'list the files that the session keeps on the server'; 'archive' + "`t" + 'fetch the archive of the session: commands, results, files'; 'session' + "`t" + 'show, close, archive, commands, files'; 'reg' + "`t" + 'query, get, set, create, delete, export'; 'help' + "`t" + 'show help' }
            'session 0' { 'show' + "`t" + 'show one session'; 'close' + "`t" + 'close a session, whoever opened it'; 'archive' + "`t" + 'fetch the archive of a session: commands, results, files'; 'commands' + "`t" + 'list the command objects of a session'; 'files' + "`t" + 'list the files that a session keeps on the server' }
            'profile 0' { 'add' + "`t" + 'set up a server: its address, its token and how it is trusted'; 'list' + "`t" + 'list the profiles of all files, the current one marked'; 'show' + "`t" + 'show one profile, its token masked'; 'use' + "`t" + 'choose the profile that is used when none is named'; 'check' + "`t" + 'check that a server can be reached, trusted and worked with'; 'remove' + "`t" + 'remove a profile with its token from ~/.cbrc' }
            'reg 0' { 'query' + "`t" + 'list the subkeys and values of a registry key'; 'get' + "`t" + 'show one registry value'; 'set' + "`t" + 'write a registry value'; 'create' + "`t" + 'create a registry key'; 'delete' + "`t" + 'delete a registry value, or a key'; 'export' + "`t" + 'write a registry key and all below it in .reg format' }
            'files 0' { 'get' + "`t" + 'fetch a file that the session keeps on the server'; 'rm' + "`t" + 'remove a file that the session keeps on the server' }
        }
        switch -CaseSensitive ($command) {
            'session archive' { if ($operands -eq 1) { } }
            'profile add' { if ($operands -eq 0) { Get-Profiles; } }
            'profile show' { if ($operands -eq 0) { Get-Profiles; } }
            'profile use' { if ($operands -eq 0) { Get-Profiles; } }
            'profile check' { if ($operands -eq 0) { Get-Profiles; } }
            'profile remove' { if ($operands -eq 0) { Get-Profiles; } }
            'completion' { if ($operands -eq 0) { 'bash', 'zsh', 'fish', 'powershell'; } }
            'get' { if ($operands -eq 2) { } }
            'put' { if ($operands -eq 1) { } }
            'run' { if ($operands -eq 1) { } }
            'files get' { if ($operands -eq 2) { } }
            'archive' { if ($operands -eq 1) { } }
            'help' { if ($operands -eq 0) { 'connect', 'sessions', 'profile', 'lab', 'completion', 'ls', 'dir', 'pwd', 'drives', 'stat', 'find', 'tree', 'cat', 'type', 'head', 'tail', 'hexdump', 'xxd', 'get', 'put', 'rm', 'del', 'mkdir', 'md', 'ps', 'kill', 'ban', 'recorded', 'exec', 'run', 'memdump', 'info', 'jobs', 'cancel', 'files', 'archive', 'session', 'reg', 'exit-codes'; } }
        }
    }

    $command = ''
    $option = ''
    $ended = $false
    $operands = 0
    foreach ($element in ($commandAst.CommandElements | Select-Object -Skip 1)) {
        $end = $element.Extent.EndOffset
        if ($end -gt $cursorPosition -or ($end -eq $cursorPosition -and $wordToComplete -ne '')) { break }
        $word = if ($element -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $element.Value } else { $element.Extent.Text }
        if ($option -ne '') { $option = '' }
        elseif ($ended -or $word -notlike '-?*') {
            $pair = if ($command -ne '' -and $operands -eq 0) { Get-Canonical "$command $word" } else { '' }
            if ($command -eq '') { $command = Get-Canonical $word }
            elseif ($pair -ne '') { $command = $pair }
            else { $operands += 1 }
        }
        elseif ($word -ceq '--') { $ended = $true }
        elseif (Test-Takes $command $word) { $option = $word }
    }

    $lead = ''
    if ($option -eq '' -and -not $ended -and $wordToComplete -match '^(--[^=]+)=') {
        $option = $Matches[1]
        $lead = "$option="
    }
    $found = if ($option -ne '') { Get-OptionValues $command $option }
        elseif (Test-CommandLine $command $operands) { @() }
        elseif (-not $ended -and $wordToComplete -like '-*') { Get-Options $command }
        else { Get-OperandValues $command $operands }
    $found | Where-Object { $_ -ne $null } | ForEach-Object {
        $text, $about = $_ -split "`t", 2
        if ("$lead$text".StartsWith($wordToComplete, [System.StringComparison]::OrdinalIgnoreCase)) {
            if (-not $about) { $about = $text }
            [System.Management.Automation.CompletionResult]::new("$lead$text", $text, 'ParameterValue', $about)
        }
    }
}
