# PowerShell completion for cbq; made by: cbq completion powershell
# load it with: cbq completion powershell | Out-String | Invoke-Expression

Register-ArgumentCompleter -Native -CommandName 'cbq', 'cbq.exe' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    function Get-Canonical($name) {
        switch -CaseSensitive ($name) {
            'process search' { return 'process search' }
            'process' { return 'process search' }
            'process show' { return 'process show' }
            'process parents' { return 'process parents' }
            'process tree' { return 'process tree' }
            'process events' { return 'process events' }
            'process segments' { return 'process segments' }
            'binary search' { return 'binary search' }
            'binary' { return 'binary search' }
            'binary show' { return 'binary show' }
            'binary download' { return 'binary download' }
            'binary hexdump' { return 'binary hexdump' }
            'sensor' { return 'sensor' }
            'sensor show' { return 'sensor show' }
            'info' { return 'info' }
            'partition list' { return 'partition list' }
            'partition' { return 'partition list' }
            'help' { return 'help' }
            'process' { return 'process' }
            'binary' { return 'binary' }
            'partition' { return 'partition' }
        }
        if ($name.Contains(' ')) { return '' }
        return '?'
    }

    function Test-Takes($command, $option) {
        switch -CaseSensitive ("$command $option") {
            'process search --group-by' { return $true }
            'process search --min-last-update' { return $true }
            'process search --max-last-update' { return $true }
            'process search --min-last-server-update' { return $true }
            'process search --max-last-server-update' { return $true }
            'process search --with' { return $true }
            'process search --limit' { return $true }
            'process search --start' { return $true }
            'process search --sort' { return $true }
            'process search --facet' { return $true }
            'process tree --max-nodes' { return $true }
            'process tree --html' { return $true }
            'process events --type' { return $true }
            'process events --grep' { return $true }
            'process events --since' { return $true }
            'process events --until' { return $true }
            'process events --html' { return $true }
            'binary search --limit' { return $true }
            'binary search --start' { return $true }
            'binary search --sort' { return $true }
            'binary search --facet' { return $true }
            'binary download --to' { return $true }
            'binary hexdump --bytes' { return $true }
            'sensor --hostname' { return $true }
            'sensor --ip' { return $true }
            'sensor --group' { return $true }
            'sensor --os' { return $true }
            'sensor --status' { return $true }
            'sensor --limit' { return $true }
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
        return $false
    }

    function Get-Options($command) {
        switch -CaseSensitive ($command) {
            'process search' { '--group-by' + "`t" + 'one row for each value; id for one a process'; '--min-last-update' + "`t" + 'with events after this time, by the clock of the sensor'; '--max-last-update' + "`t" + 'with events before this time, by the clock of the sensor'; '--min-last-server-update' + "`t" + 'with events after this time, by the clock of the server'; '--max-last-server-update' + "`t" + 'with events before this time, by the clock of the server'; '--comprehensive' + "`t" + 'terms may be met by different segments; slower'; '--parents' + "`t" + 'each hit with those who started it, up to the kernel'; '--with' + "`t" + 'columns of other resources'; '--limit' + "`t" + 'at most so many rows; 50 when not said'; '--all' + "`t" + 'all of them, as they come'; '--start' + "`t" + 'how many rows to pass over'; '--sort' + "`t" + 'order by a field, asc or desc'; '--count' + "`t" + 'only how many there are'; '--facet' + "`t" + 'how often each value of the fields occurs' }
            'process tree' { '--max-nodes' + "`t" + 'stop at so many processes; 1000 when not said'; '--mermaid' + "`t" + 'as a Mermaid flowchart'; '--dot' + "`t" + 'as a Graphviz graph'; '--html' + "`t" + 'as a page for the browser, into this file'; '--force' + "`t" + 'replace the file of --html' }
            'process events' { '--type' + "`t" + 'only events of these kinds'; '--grep' + "`t" + 'only events that match, whatever the case'; '--since' + "`t" + 'only events from this time on, by the clock of the sensor'; '--until' + "`t" + 'only events before this time'; '--timesketch' + "`t" + 'as the JSON lines that Timesketch imports'; '--html' + "`t" + 'as a page for the browser, into this file'; '--force' + "`t" + 'replace the file of --html' }
            'binary search' { '--limit' + "`t" + 'at most so many rows; 50 when not said'; '--all' + "`t" + 'all of them, as they come'; '--start' + "`t" + 'how many rows to pass over'; '--sort' + "`t" + 'order by a field, asc or desc'; '--count' + "`t" + 'only how many there are'; '--facet' + "`t" + 'how often each value of the fields occurs' }
            'binary download' { '--to' + "`t" + 'a folder, or the file for a single binary; this folder when not said'; '--zip' + "`t" + 'keep the ZIP as the server made it, checked' }
            'binary hexdump' { '--bytes' + "`t" + 'how many; 256 when not said' }
            'sensor' { '--hostname' + "`t" + 'part of the name; the server minds the case'; '--ip' + "`t" + 'part of an address'; '--group' + "`t" + 'sensor group'; '--os' + "`t" + 'system'; '--status' + "`t" + 'in the words of the server: Online, Offline, Uninstalled …'; '--limit' + "`t" + 'at most so many; 50 when not said'; '--all' + "`t" + 'all of them' }
        }
        '--profile' + "`t" + 'which profile of ~/.cbrc'; '--lab' + "`t" + 'the embedded lab server'; '--output' + "`t" + 'how results are printed (table on a terminal, tsv on a pipe)'; '--json' + "`t" + 'short for --output json'; '--fields' + "`t" + 'which fields, by their wire names'; '--timeout' + "`t" + 'for one request'; '--yes' + "`t" + 'no question before what destroys'; '--dry-run' + "`t" + 'print each write instead of sending it'; '--expect' + "`t" + 'nothing found is exit 3'; '--quiet' + "`t" + 'no notes and no progress'; '--debug' + "`t" + 'trace requests with their timings on stderr'; '--no-color' + "`t" + 'colours, also on a pipe; --no-color for none'; '--help' + "`t" + 'show help'; '--version' + "`t" + 'show the version'
    }

    function Get-OptionValues($command, $option) {
        switch -CaseSensitive ("$command $option") {
            'process search --group-by' { return }
            'process search --min-last-update' { return }
            'process search --max-last-update' { return }
            'process search --min-last-server-update' { return }
            'process search --max-last-server-update' { return }
            'process search --with' { 'sensor', 'group', 'binary'; return }
            'process search --limit' { return }
            'process search --start' { return }
            'process search --sort' { return }
            'process search --facet' { return }
            'process tree --max-nodes' { return }
            'process tree --html' { return }
            'process events --type' { 'filemod', 'regmod', 'modload', 'netconn', 'childproc', 'crossproc', 'processblock', 'scriptload'; return }
            'process events --grep' { return }
            'process events --since' { return }
            'process events --until' { return }
            'process events --html' { return }
            'binary search --limit' { return }
            'binary search --start' { return }
            'binary search --sort' { return }
            'binary search --facet' { return }
            'binary download --to' { return }
            'binary hexdump --bytes' { return }
            'sensor --hostname' { return }
            'sensor --ip' { return }
            'sensor --group' { return }
            'sensor --os' { 'windows', 'linux', 'macos'; return }
            'sensor --status' { return }
            'sensor --limit' { return }
        }
        switch -CaseSensitive ($option) {
            '--profile' { return }
            '-p' { return }
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
            ' 0' { 'process' + "`t" + 'search processes by what they are and what they did'; 'binary' + "`t" + 'search binaries by name, signature, version resource and prevalence'; 'sensor' + "`t" + 'list sensors, by name, address, group, system or status'; 'info' + "`t" + 'what the server says of itself: version, Live Response, limits'; 'partition' + "`t" + 'list the storage partitions of the event store'; 'help' + "`t" + 'show help' }
            'process 0' { 'search' + "`t" + 'search processes by what they are and what they did'; 'show' + "`t" + 'show what is known of a process'; 'parents' + "`t" + 'show who started a process, up to the kernel'; 'tree' + "`t" + 'draw a process with everything it started'; 'events' + "`t" + 'list what a process did, in the order of time'; 'segments' + "`t" + 'list the segments that the server keeps of a process' }
            'binary 0' { 'search' + "`t" + 'search binaries by name, signature, version resource and prevalence'; 'show' + "`t" + 'show signature, version, names and prevalence of a binary'; 'download' + "`t" + 'fetch the content of binaries, unpacked and checked'; 'hexdump' + "`t" + 'show the first bytes of a binary without fetching all of it' }
            'sensor 0' { 'show' + "`t" + 'show one sensor' }
            'partition 0' { 'list' + "`t" + 'list the storage partitions of the event store' }
        }
        switch -CaseSensitive ($command) {
            'help' { if ($operands -eq 0) { 'process', 'binary', 'sensor', 'info', 'partition', 'exit-codes'; } }
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
