# PowerShell completion for cbq; made by: cbq completion powershell
# load it with: cbq completion powershell | Out-String | Invoke-Expression

Register-ArgumentCompleter -Native -CommandName 'cbq', 'cbq.exe' -ScriptBlock {
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
            'process search' { return 'process search' }
            'process list' { return 'process search' }
            'process' { return 'process' }
            'process show' { return 'process show' }
            'process parents' { return 'process parents' }
            'process tree' { return 'process tree' }
            'process events' { return 'process events' }
            'process segments' { return 'process segments' }
            'binary search' { return 'binary search' }
            'binary list' { return 'binary search' }
            'binary' { return 'binary' }
            'binary show' { return 'binary show' }
            'binary download' { return 'binary download' }
            'binary hexdump' { return 'binary hexdump' }
            'sensor search' { return 'sensor search' }
            'sensor list' { return 'sensor search' }
            'sensor' { return 'sensor' }
            'sensor show' { return 'sensor show' }
            'sensor isolate' { return 'sensor isolate' }
            'isolate' { return 'sensor isolate' }
            'sensor unisolate' { return 'sensor unisolate' }
            'unisolate' { return 'sensor unisolate' }
            'sensor move' { return 'sensor move' }
            'sensor restart' { return 'sensor restart' }
            'sensor flush' { return 'sensor flush' }
            'sensor export' { return 'sensor export' }
            'ban list' { return 'ban list' }
            'ban' { return 'ban' }
            'ban show' { return 'ban show' }
            'ban add' { return 'ban add' }
            'ban enable' { return 'ban enable' }
            'ban disable' { return 'ban disable' }
            'ban remove' { return 'ban remove' }
            'watchlist list' { return 'watchlist list' }
            'watchlist' { return 'watchlist' }
            'watchlist show' { return 'watchlist show' }
            'watchlist create' { return 'watchlist create' }
            'watchlist run' { return 'watchlist run' }
            'watchlist enable' { return 'watchlist enable' }
            'watchlist disable' { return 'watchlist disable' }
            'watchlist remove' { return 'watchlist remove' }
            'watchlist export' { return 'watchlist export' }
            'watchlist import' { return 'watchlist import' }
            'watchlist diff' { return 'watchlist diff' }
            'watchlist apply' { return 'watchlist apply' }
            'feed list' { return 'feed list' }
            'feed' { return 'feed' }
            'feed show' { return 'feed show' }
            'feed add' { return 'feed add' }
            'feed enable' { return 'feed enable' }
            'feed disable' { return 'feed disable' }
            'feed sync' { return 'feed sync' }
            'feed remove' { return 'feed remove' }
            'report search' { return 'report search' }
            'report list' { return 'report search' }
            'report' { return 'report' }
            'report show' { return 'report show' }
            'report ignore' { return 'report ignore' }
            'report unignore' { return 'report unignore' }
            'alert search' { return 'alert search' }
            'alert list' { return 'alert search' }
            'alert' { return 'alert' }
            'alert show' { return 'alert show' }
            'alert set-status' { return 'alert set-status' }
            'alert assign' { return 'alert assign' }
            'alert ignore' { return 'alert ignore' }
            'group list' { return 'group list' }
            'group' { return 'group' }
            'group show' { return 'group show' }
            'group create' { return 'group create' }
            'group remove' { return 'group remove' }
            'site list' { return 'site list' }
            'site' { return 'site' }
            'site show' { return 'site show' }
            'site create' { return 'site create' }
            'site remove' { return 'site remove' }
            'user list' { return 'user list' }
            'user' { return 'user' }
            'user show' { return 'user show' }
            'user create' { return 'user create' }
            'user set' { return 'user set' }
            'user set-password' { return 'user set-password' }
            'user remove' { return 'user remove' }
            'team list' { return 'team list' }
            'team' { return 'team' }
            'team show' { return 'team show' }
            'team create' { return 'team create' }
            'team remove' { return 'team remove' }
            'team add-user' { return 'team add-user' }
            'team remove-user' { return 'team remove-user' }
            'info' { return 'info' }
            'license' { return 'license' }
            'partition list' { return 'partition list' }
            'partition' { return 'partition' }
            'investigation list' { return 'investigation list' }
            'investigation' { return 'investigation' }
            'investigation show' { return 'investigation show' }
            'open' { return 'open' }
            'completion' { return 'completion' }
            'help' { return 'help' }
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
            'process --group-by' { return $true }
            'process --min-last-update' { return $true }
            'process --max-last-update' { return $true }
            'process --min-last-server-update' { return $true }
            'process --max-last-server-update' { return $true }
            'process --with' { return $true }
            'process --limit' { return $true }
            'process --start' { return $true }
            'process --sort' { return $true }
            'process --facet' { return $true }
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
            'binary --limit' { return $true }
            'binary --start' { return $true }
            'binary --sort' { return $true }
            'binary --facet' { return $true }
            'binary download --to' { return $true }
            'binary hexdump --bytes' { return $true }
            'sensor search --hostname' { return $true }
            'sensor search --ip' { return $true }
            'sensor search --group' { return $true }
            'sensor search --os' { return $true }
            'sensor search --status' { return $true }
            'sensor search --health' { return $true }
            'sensor search --limit' { return $true }
            'sensor search --start' { return $true }
            'sensor search --sort' { return $true }
            'sensor --hostname' { return $true }
            'sensor --ip' { return $true }
            'sensor --group' { return $true }
            'sensor --os' { return $true }
            'sensor --status' { return $true }
            'sensor --health' { return $true }
            'sensor --limit' { return $true }
            'sensor --start' { return $true }
            'sensor --sort' { return $true }
            'sensor move --group' { return $true }
            'sensor export --hostname' { return $true }
            'sensor export --ip' { return $true }
            'sensor export --group' { return $true }
            'sensor export --os' { return $true }
            'sensor export --status' { return $true }
            'sensor export --health' { return $true }
            'sensor export --to' { return $true }
            'ban list --limit' { return $true }
            'ban list --start' { return $true }
            'ban list --sort' { return $true }
            'ban --limit' { return $true }
            'ban --start' { return $true }
            'ban --sort' { return $true }
            'ban show --file' { return $true }
            'ban add --file' { return $true }
            'ban add --text' { return $true }
            'ban enable --file' { return $true }
            'ban enable --text' { return $true }
            'ban disable --file' { return $true }
            'ban disable --text' { return $true }
            'ban remove --file' { return $true }
            'watchlist list --type' { return $true }
            'watchlist list --limit' { return $true }
            'watchlist list --start' { return $true }
            'watchlist list --sort' { return $true }
            'watchlist --type' { return $true }
            'watchlist --limit' { return $true }
            'watchlist --start' { return $true }
            'watchlist --sort' { return $true }
            'watchlist create --query' { return $true }
            'watchlist create --type' { return $true }
            'watchlist create --action' { return $true }
            'watchlist create --description' { return $true }
            'watchlist run --group-by' { return $true }
            'watchlist run --min-last-update' { return $true }
            'watchlist run --max-last-update' { return $true }
            'watchlist run --min-last-server-update' { return $true }
            'watchlist run --max-last-server-update' { return $true }
            'watchlist run --with' { return $true }
            'watchlist run --limit' { return $true }
            'watchlist run --start' { return $true }
            'watchlist run --sort' { return $true }
            'watchlist run --facet' { return $true }
            'watchlist export --to' { return $true }
            'watchlist export --format' { return $true }
            'feed list --limit' { return $true }
            'feed list --start' { return $true }
            'feed list --sort' { return $true }
            'feed --limit' { return $true }
            'feed --start' { return $true }
            'feed --sort' { return $true }
            'feed add --username' { return $true }
            'feed add --cert' { return $true }
            'feed add --key' { return $true }
            'report search --feed' { return $true }
            'report search --limit' { return $true }
            'report search --start' { return $true }
            'report search --sort' { return $true }
            'report search --facet' { return $true }
            'report --feed' { return $true }
            'report --limit' { return $true }
            'report --start' { return $true }
            'report --sort' { return $true }
            'report --facet' { return $true }
            'report ignore --query' { return $true }
            'report ignore --feed' { return $true }
            'report unignore --query' { return $true }
            'report unignore --feed' { return $true }
            'alert search --status' { return $true }
            'alert search --severity' { return $true }
            'alert search --assigned' { return $true }
            'alert search --hostname' { return $true }
            'alert search --since' { return $true }
            'alert search --until' { return $true }
            'alert search --limit' { return $true }
            'alert search --start' { return $true }
            'alert search --sort' { return $true }
            'alert search --facet' { return $true }
            'alert --status' { return $true }
            'alert --severity' { return $true }
            'alert --assigned' { return $true }
            'alert --hostname' { return $true }
            'alert --since' { return $true }
            'alert --until' { return $true }
            'alert --limit' { return $true }
            'alert --start' { return $true }
            'alert --sort' { return $true }
            'alert --facet' { return $true }
            'alert set-status --query' { return $true }
            'alert set-status --status' { return $true }
            'alert set-status --severity' { return $true }
            'alert set-status --assigned' { return $true }
            'alert set-status --hostname' { return $true }
            'alert set-status --since' { return $true }
            'alert set-status --until' { return $true }
            'alert assign --set-status' { return $true }
            'alert assign --query' { return $true }
            'alert assign --status' { return $true }
            'alert assign --severity' { return $true }
            'alert assign --assigned' { return $true }
            'alert assign --hostname' { return $true }
            'alert assign --since' { return $true }
            'alert assign --until' { return $true }
            'alert ignore --query' { return $true }
            'alert ignore --status' { return $true }
            'alert ignore --severity' { return $true }
            'alert ignore --assigned' { return $true }
            'alert ignore --hostname' { return $true }
            'alert ignore --since' { return $true }
            'alert ignore --until' { return $true }
            'group list --limit' { return $true }
            'group list --start' { return $true }
            'group list --sort' { return $true }
            'group --limit' { return $true }
            'group --start' { return $true }
            'group --sort' { return $true }
            'group create --site' { return $true }
            'group create --server' { return $true }
            'site list --limit' { return $true }
            'site list --start' { return $true }
            'site list --sort' { return $true }
            'site --limit' { return $true }
            'site --start' { return $true }
            'site --sort' { return $true }
            'user list --limit' { return $true }
            'user list --start' { return $true }
            'user list --sort' { return $true }
            'user --limit' { return $true }
            'user --start' { return $true }
            'user --sort' { return $true }
            'user create --first-name' { return $true }
            'user create --last-name' { return $true }
            'user create --email' { return $true }
            'user create --team' { return $true }
            'user set --first-name' { return $true }
            'user set --last-name' { return $true }
            'user set --email' { return $true }
            'user set --global-admin' { return $true }
            'team list --limit' { return $true }
            'team list --start' { return $true }
            'team list --sort' { return $true }
            'team --limit' { return $true }
            'team --start' { return $true }
            'team --sort' { return $true }
            'team create --access' { return $true }
            'investigation list --limit' { return $true }
            'investigation list --start' { return $true }
            'investigation list --sort' { return $true }
            'investigation --limit' { return $true }
            'investigation --start' { return $true }
            'investigation --sort' { return $true }
            'open --kind' { return $true }
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
            'process' { '--group-by' + "`t" + 'one row for each value; id for one a process'; '--min-last-update' + "`t" + 'with events after this time, by the clock of the sensor'; '--max-last-update' + "`t" + 'with events before this time, by the clock of the sensor'; '--min-last-server-update' + "`t" + 'with events after this time, by the clock of the server'; '--max-last-server-update' + "`t" + 'with events before this time, by the clock of the server'; '--comprehensive' + "`t" + 'terms may be met by different segments; slower'; '--parents' + "`t" + 'each hit with those who started it, up to the kernel'; '--with' + "`t" + 'columns of other resources'; '--limit' + "`t" + 'at most so many rows; 50 when not said'; '--all' + "`t" + 'all of them, as they come'; '--start' + "`t" + 'how many rows to pass over'; '--sort' + "`t" + 'order by a field, asc or desc'; '--count' + "`t" + 'only how many there are'; '--facet' + "`t" + 'how often each value of the fields occurs' }
            'process tree' { '--max-nodes' + "`t" + 'stop at so many processes; 1000 when not said'; '--mermaid' + "`t" + 'as a Mermaid flowchart'; '--dot' + "`t" + 'as a Graphviz graph'; '--html' + "`t" + 'as a page for the browser, into this file'; '--force' + "`t" + 'replace the file of --html' }
            'process events' { '--type' + "`t" + 'only events of these kinds'; '--grep' + "`t" + 'only events that match, whatever the case'; '--since' + "`t" + 'only events from this time on, by the clock of the sensor'; '--until' + "`t" + 'only events before this time'; '--timesketch' + "`t" + 'as the JSON lines that Timesketch imports'; '--html' + "`t" + 'as a page for the browser, into this file'; '--force' + "`t" + 'replace the file of --html' }
            'binary search' { '--limit' + "`t" + 'at most so many rows; 50 when not said'; '--all' + "`t" + 'all of them, as they come'; '--start' + "`t" + 'how many rows to pass over'; '--sort' + "`t" + 'order by a field, asc or desc'; '--count' + "`t" + 'only how many there are'; '--facet' + "`t" + 'how often each value of the fields occurs' }
            'binary' { '--limit' + "`t" + 'at most so many rows; 50 when not said'; '--all' + "`t" + 'all of them, as they come'; '--start' + "`t" + 'how many rows to pass over'; '--sort' + "`t" + 'order by a field, asc or desc'; '--count' + "`t" + 'only how many there are'; '--facet' + "`t" + 'how often each value of the fields occurs' }
            'binary download' { '--to' + "`t" + 'a folder, or the file for a single binary; this folder when not said'; '--zip' + "`t" + 'keep the ZIP as the server made it, checked'; '--force' + "`t" + 'replace files that are there' }
            'binary hexdump' { '--bytes' + "`t" + 'how many; 256 when not said' }
            'sensor search' { '--hostname' + "`t" + 'part of the name; the server minds the case'; '--ip' + "`t" + 'part of an address'; '--group' + "`t" + 'sensor group'; '--os' + "`t" + 'system'; '--status' + "`t" + 'online, offline, uninstall-pending …, isolated, isolation-pending …, or another word of the server'; '--health' + "`t" + 'bad (below 100), good, "<50", ">=75", or a part of its message'; '--limit' + "`t" + 'at most so many rows; 50 when not said'; '--all' + "`t" + 'all of them'; '--start' + "`t" + 'how many rows to pass over'; '--sort' + "`t" + 'order by a field, asc or desc'; '--count' + "`t" + 'only how many there are' }
            'sensor' { '--hostname' + "`t" + 'part of the name; the server minds the case'; '--ip' + "`t" + 'part of an address'; '--group' + "`t" + 'sensor group'; '--os' + "`t" + 'system'; '--status' + "`t" + 'online, offline, uninstall-pending …, isolated, isolation-pending …, or another word of the server'; '--health' + "`t" + 'bad (below 100), good, "<50", ">=75", or a part of its message'; '--limit' + "`t" + 'at most so many rows; 50 when not said'; '--all' + "`t" + 'all of them'; '--start' + "`t" + 'how many rows to pass over'; '--sort' + "`t" + 'order by a field, asc or desc'; '--count' + "`t" + 'only how many there are' }
            'sensor isolate' { '--wait' + "`t" + 'until the sensor confirms, so long at most; 5m when not said' }
            'sensor unisolate' { '--wait' + "`t" + 'until the sensor confirms, so long at most; 5m when not said' }
            'sensor move' { '--group' + "`t" + 'where to; cbq group lists them' }
            'sensor export' { '--hostname' + "`t" + 'part of the name; the server minds the case'; '--ip' + "`t" + 'part of an address'; '--group' + "`t" + 'sensor group'; '--os' + "`t" + 'system'; '--status' + "`t" + 'online, offline, uninstall-pending …, isolated, isolation-pending …, or another word of the server'; '--health' + "`t" + 'bad (below 100), good, "<50", ">=75", or a part of its message'; '--to' + "`t" + 'into this file, not to stdout'; '--force' + "`t" + 'replace the file of --to' }
            'ban list' { '--limit' + "`t" + 'at most so many; all when not said'; '--all' + "`t" + 'all of them, as without --limit'; '--start' + "`t" + 'how many rows to pass over'; '--sort' + "`t" + 'order by a field, asc or desc'; '--count' + "`t" + 'only how many there are' }
            'ban' { '--limit' + "`t" + 'at most so many; all when not said'; '--all' + "`t" + 'all of them, as without --limit'; '--start' + "`t" + 'how many rows to pass over'; '--sort' + "`t" + 'order by a field, asc or desc'; '--count' + "`t" + 'only how many there are' }
            'ban show' { '--file' + "`t" + 'hashes of a file, one a line: its first word, # begins a comment' }
            'ban add' { '--file' + "`t" + 'hashes of a file, one a line: its first word, # begins a comment'; '--text' + "`t" + 'why, for who looks at the list later'; '--force' + "`t" + 'without questions, and where nobody can tell where they were seen' }
            'ban enable' { '--file' + "`t" + 'hashes of a file, one a line: its first word, # begins a comment'; '--text' + "`t" + 'why; as it was when not said' }
            'ban disable' { '--file' + "`t" + 'hashes of a file, one a line: its first word, # begins a comment'; '--text' + "`t" + 'why; as it was when not said' }
            'ban remove' { '--file' + "`t" + 'hashes of a file, one a line: its first word, # begins a comment' }
            'watchlist list' { '--type' + "`t" + 'those of processes, or of binaries'; '--limit' + "`t" + 'at most so many rows; 50 when not said'; '--all' + "`t" + 'all of them'; '--start' + "`t" + 'how many rows to pass over'; '--sort' + "`t" + 'order by a field, asc or desc'; '--count' + "`t" + 'only how many there are' }
            'watchlist' { '--type' + "`t" + 'those of processes, or of binaries'; '--limit' + "`t" + 'at most so many rows; 50 when not said'; '--all' + "`t" + 'all of them'; '--start' + "`t" + 'how many rows to pass over'; '--sort' + "`t" + 'order by a field, asc or desc'; '--count' + "`t" + 'only how many there are' }
            'watchlist create' { '--query' + "`t" + 'what it watches for, as for cbq process or cbq binary'; '--type' + "`t" + 'what it looks at; process when not said'; '--action' + "`t" + 'what a hit brings about; nothing but a tag when not said'; '--description' + "`t" + 'what it is for'; '--disabled' + "`t" + 'it does not run until it is enabled'; '--force' + "`t" + 'although the query names a field that is not known here, or ends with an operator' }
            'watchlist run' { '--group-by' + "`t" + 'one row for each value; id for one a process'; '--min-last-update' + "`t" + 'with events after this time, by the clock of the sensor'; '--max-last-update' + "`t" + 'with events before this time, by the clock of the sensor'; '--min-last-server-update' + "`t" + 'with events after this time, by the clock of the server'; '--max-last-server-update' + "`t" + 'with events before this time, by the clock of the server'; '--comprehensive' + "`t" + 'terms may be met by different segments; slower'; '--parents' + "`t" + 'each hit with those who started it, up to the kernel'; '--with' + "`t" + 'columns of other resources'; '--limit' + "`t" + 'at most so many rows; 50 when not said'; '--all' + "`t" + 'all of them, as they come'; '--start' + "`t" + 'how many rows to pass over'; '--sort' + "`t" + 'order by a field, asc or desc'; '--count' + "`t" + 'only how many there are'; '--facet' + "`t" + 'how often each value of the fields occurs' }
            'watchlist export' { '--to' + "`t" + 'into this file, not to stdout'; '--format' + "`t" + 'yaml when not said, or json for a file named so'; '--ids' + "`t" + 'with the id of each on this server'; '--force' + "`t" + 'replace the file of --to' }
            'watchlist import' { '--force' + "`t" + 'although the query names a field that is not known here, or ends with an operator' }
            'watchlist diff' { '--prune' + "`t" + 'also those that the file does not have, which apply --prune removes'; '--exit-code' + "`t" + 'end with 1 where there is a difference' }
            'watchlist apply' { '--prune' + "`t" + 'remove those that the file does not have'; '--force' + "`t" + 'although the query names a field that is not known here, or ends with an operator' }
            'feed list' { '--limit' + "`t" + 'at most so many rows; 50 when not said'; '--all' + "`t" + 'all of them'; '--start' + "`t" + 'how many rows to pass over'; '--sort' + "`t" + 'order by a field, asc or desc'; '--count' + "`t" + 'only how many there are' }
            'feed' { '--limit' + "`t" + 'at most so many rows; 50 when not said'; '--all' + "`t" + 'all of them'; '--start' + "`t" + 'how many rows to pass over'; '--sort' + "`t" + 'order by a field, asc or desc'; '--count' + "`t" + 'only how many there are' }
            'feed add' { '--no-verify' + "`t" + 'accept any certificate of that address'; '--proxy' + "`t" + 'fetch it through the proxy of the server'; '--username' + "`t" + 'user at that address; the password is asked for'; '--cert' + "`t" + 'client certificate in PEM, with --key'; '--key' + "`t" + 'its private key in PEM'; '--disabled' + "`t" + 'add it, and leave it disabled' }
            'feed sync' { '--full' + "`t" + 'all reports anew, not only those that changed' }
            'report search' { '--feed' + "`t" + 'only of this feed, by id or name'; '--limit' + "`t" + 'at most so many rows; 50 when not said'; '--all' + "`t" + 'all of them, as they come'; '--start' + "`t" + 'how many rows to pass over'; '--sort' + "`t" + 'order by a field, asc or desc'; '--count' + "`t" + 'only how many there are'; '--facet' + "`t" + 'how often each value of the fields occurs' }
            'report' { '--feed' + "`t" + 'only of this feed, by id or name'; '--limit' + "`t" + 'at most so many rows; 50 when not said'; '--all' + "`t" + 'all of them, as they come'; '--start' + "`t" + 'how many rows to pass over'; '--sort' + "`t" + 'order by a field, asc or desc'; '--count' + "`t" + 'only how many there are'; '--facet' + "`t" + 'how often each value of the fields occurs' }
            'report show' { '--iocs' + "`t" + 'the indicators, one a line' }
            'report ignore' { '--query' + "`t" + 'all that match this query'; '--feed' + "`t" + 'all of this feed, or of those that match'; '--force' + "`t" + 'although the query names a field that is not known here, or ends with an operator' }
            'report unignore' { '--query' + "`t" + 'all that match this query'; '--feed' + "`t" + 'all of this feed, or of those that match'; '--force' + "`t" + 'although the query names a field that is not known here, or ends with an operator' }
            'alert search' { '--status' + "`t" + 'unresolved, in-progress, resolved, false-positive'; '--severity' + "`t" + 'of this severity at least, 0 to 100'; '--assigned' + "`t" + 'assigned to this user'; '--unassigned' + "`t" + 'assigned to nobody'; '--hostname' + "`t" + 'on this host'; '--since' + "`t" + 'created at this time or later'; '--until' + "`t" + 'created at this time or before'; '--limit' + "`t" + 'at most so many rows; 50 when not said'; '--all' + "`t" + 'all of them, as they come'; '--start' + "`t" + 'how many rows to pass over'; '--sort' + "`t" + 'order by a field, asc or desc'; '--count' + "`t" + 'only how many there are'; '--facet' + "`t" + 'how often each value of the fields occurs' }
            'alert' { '--status' + "`t" + 'unresolved, in-progress, resolved, false-positive'; '--severity' + "`t" + 'of this severity at least, 0 to 100'; '--assigned' + "`t" + 'assigned to this user'; '--unassigned' + "`t" + 'assigned to nobody'; '--hostname' + "`t" + 'on this host'; '--since' + "`t" + 'created at this time or later'; '--until' + "`t" + 'created at this time or before'; '--limit' + "`t" + 'at most so many rows; 50 when not said'; '--all' + "`t" + 'all of them, as they come'; '--start' + "`t" + 'how many rows to pass over'; '--sort' + "`t" + 'order by a field, asc or desc'; '--count' + "`t" + 'only how many there are'; '--facet' + "`t" + 'how often each value of the fields occurs' }
            'alert set-status' { '--query' + "`t" + 'all that match this query'; '--status' + "`t" + 'unresolved, in-progress, resolved, false-positive'; '--severity' + "`t" + 'of this severity at least, 0 to 100'; '--assigned' + "`t" + 'assigned to this user'; '--unassigned' + "`t" + 'assigned to nobody'; '--hostname' + "`t" + 'on this host'; '--since' + "`t" + 'created at this time or later'; '--until' + "`t" + 'created at this time or before'; '--force' + "`t" + 'although the query names a field that is not known here, or ends with an operator' }
            'alert assign' { '--set-status' + "`t" + 'unresolved, in-progress, resolved or false-positive; in-progress when not said'; '--query' + "`t" + 'all that match this query'; '--status' + "`t" + 'unresolved, in-progress, resolved, false-positive'; '--severity' + "`t" + 'of this severity at least, 0 to 100'; '--assigned' + "`t" + 'assigned to this user'; '--unassigned' + "`t" + 'assigned to nobody'; '--hostname' + "`t" + 'on this host'; '--since' + "`t" + 'created at this time or later'; '--until' + "`t" + 'created at this time or before'; '--force' + "`t" + 'although the query names a field that is not known here, or ends with an operator' }
            'alert ignore' { '--query' + "`t" + 'all that match this query'; '--status' + "`t" + 'unresolved, in-progress, resolved, false-positive'; '--severity' + "`t" + 'of this severity at least, 0 to 100'; '--assigned' + "`t" + 'assigned to this user'; '--unassigned' + "`t" + 'assigned to nobody'; '--hostname' + "`t" + 'on this host'; '--since' + "`t" + 'created at this time or later'; '--until' + "`t" + 'created at this time or before'; '--force' + "`t" + 'although the query names a field that is not known here, or ends with an operator' }
            'group list' { '--limit' + "`t" + 'at most so many rows; 50 when not said'; '--all' + "`t" + 'all of them'; '--start' + "`t" + 'how many rows to pass over'; '--sort' + "`t" + 'order by a field, asc or desc'; '--count' + "`t" + 'only how many there are' }
            'group' { '--limit' + "`t" + 'at most so many rows; 50 when not said'; '--all' + "`t" + 'all of them'; '--start' + "`t" + 'how many rows to pass over'; '--sort' + "`t" + 'order by a field, asc or desc'; '--count' + "`t" + 'only how many there are' }
            'group create' { '--site' + "`t" + 'id or name of its site; the default site when not said'; '--server' + "`t" + 'where its sensors find the server' }
            'site list' { '--limit' + "`t" + 'at most so many rows; 50 when not said'; '--all' + "`t" + 'all of them'; '--start' + "`t" + 'how many rows to pass over'; '--sort' + "`t" + 'order by a field, asc or desc'; '--count' + "`t" + 'only how many there are' }
            'site' { '--limit' + "`t" + 'at most so many rows; 50 when not said'; '--all' + "`t" + 'all of them'; '--start' + "`t" + 'how many rows to pass over'; '--sort' + "`t" + 'order by a field, asc or desc'; '--count' + "`t" + 'only how many there are' }
            'user list' { '--limit' + "`t" + 'at most so many rows; 50 when not said'; '--all' + "`t" + 'all of them'; '--start' + "`t" + 'how many rows to pass over'; '--sort' + "`t" + 'order by a field, asc or desc'; '--count' + "`t" + 'only how many there are' }
            'user' { '--limit' + "`t" + 'at most so many rows; 50 when not said'; '--all' + "`t" + 'all of them'; '--start' + "`t" + 'how many rows to pass over'; '--sort' + "`t" + 'order by a field, asc or desc'; '--count' + "`t" + 'only how many there are' }
            'user create' { '--first-name' + "`t" + 'first name'; '--last-name' + "`t" + 'last name'; '--email' + "`t" + 'e-mail address'; '--team' + "`t" + 'id or name of a team to be in'; '--global-admin' + "`t" + 'may do everything on this server'; '--password-stdin' + "`t" + 'take the password from stdin' }
            'user set' { '--first-name' + "`t" + 'first name'; '--last-name' + "`t" + 'last name'; '--email' + "`t" + 'e-mail address'; '--global-admin' + "`t" + 'may do everything on this server' }
            'user set-password' { '--password-stdin' + "`t" + 'take both passwords from stdin' }
            'team list' { '--limit' + "`t" + 'at most so many rows; 50 when not said'; '--all' + "`t" + 'all of them'; '--start' + "`t" + 'how many rows to pass over'; '--sort' + "`t" + 'order by a field, asc or desc'; '--count' + "`t" + 'only how many there are' }
            'team' { '--limit' + "`t" + 'at most so many rows; 50 when not said'; '--all' + "`t" + 'all of them'; '--start' + "`t" + 'how many rows to pass over'; '--sort' + "`t" + 'order by a field, asc or desc'; '--count' + "`t" + 'only how many there are' }
            'team create' { '--access' + "`t" + 'what its users may do in a group' }
            'investigation list' { '--limit' + "`t" + 'at most so many rows; 50 when not said'; '--all' + "`t" + 'all of them'; '--start' + "`t" + 'how many rows to pass over'; '--sort' + "`t" + 'order by a field, asc or desc'; '--count' + "`t" + 'only how many there are' }
            'investigation' { '--limit' + "`t" + 'at most so many rows; 50 when not said'; '--all' + "`t" + 'all of them'; '--start' + "`t" + 'how many rows to pass over'; '--sort' + "`t" + 'order by a field, asc or desc'; '--count' + "`t" + 'only how many there are' }
            'open' { '--kind' + "`t" + 'what it is' }
        }
        '--profile' + "`t" + 'which profile of ~/.cbrc'; '--lab' + "`t" + 'the embedded lab server'; '--output' + "`t" + 'how results are printed (table on a terminal, tsv on a pipe)'; '--json' + "`t" + 'short for --output json'; '--fields' + "`t" + 'which fields, by name or heading; help lists them'; '--timeout' + "`t" + 'for one request'; '--yes' + "`t" + 'no question before what destroys'; '--dry-run' + "`t" + 'print each write instead of sending it'; '--expect' + "`t" + 'nothing found is exit 3'; '--quiet' + "`t" + 'no notes and no progress'; '--debug' + "`t" + 'trace requests with their timings on stderr'; '--no-color' + "`t" + 'colours, also on a pipe; --no-color for none'; '--help' + "`t" + 'show help'; '--version' + "`t" + 'show the version'
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
            'process --group-by' { return }
            'process --min-last-update' { return }
            'process --max-last-update' { return }
            'process --min-last-server-update' { return }
            'process --max-last-server-update' { return }
            'process --with' { 'sensor', 'group', 'binary'; return }
            'process --limit' { return }
            'process --start' { return }
            'process --sort' { return }
            'process --facet' { return }
            'process tree --max-nodes' { return }
            'process tree --html' { return }
            'process events --type' { 'filemod', 'regmod', 'modload', 'netconn', 'childproc', 'crossproc', 'processblock', 'scriptload', 'other'; return }
            'process events --grep' { return }
            'process events --since' { return }
            'process events --until' { return }
            'process events --html' { return }
            'binary search --limit' { return }
            'binary search --start' { return }
            'binary search --sort' { return }
            'binary search --facet' { return }
            'binary --limit' { return }
            'binary --start' { return }
            'binary --sort' { return }
            'binary --facet' { return }
            'binary download --to' { return }
            'binary hexdump --bytes' { return }
            'sensor search --hostname' { return }
            'sensor search --ip' { return }
            'sensor search --group' { return }
            'sensor search --os' { 'windows', 'linux', 'macos'; return }
            'sensor search --status' { return }
            'sensor search --health' { return }
            'sensor search --limit' { return }
            'sensor search --start' { return }
            'sensor search --sort' { return }
            'sensor --hostname' { return }
            'sensor --ip' { return }
            'sensor --group' { return }
            'sensor --os' { 'windows', 'linux', 'macos'; return }
            'sensor --status' { return }
            'sensor --health' { return }
            'sensor --limit' { return }
            'sensor --start' { return }
            'sensor --sort' { return }
            'sensor move --group' { return }
            'sensor export --hostname' { return }
            'sensor export --ip' { return }
            'sensor export --group' { return }
            'sensor export --os' { 'windows', 'linux', 'macos'; return }
            'sensor export --status' { return }
            'sensor export --health' { return }
            'sensor export --to' { return }
            'ban list --limit' { return }
            'ban list --start' { return }
            'ban list --sort' { return }
            'ban --limit' { return }
            'ban --start' { return }
            'ban --sort' { return }
            'ban show --file' { return }
            'ban add --file' { return }
            'ban add --text' { return }
            'ban enable --file' { return }
            'ban enable --text' { return }
            'ban disable --file' { return }
            'ban disable --text' { return }
            'ban remove --file' { return }
            'watchlist list --type' { 'process', 'binary'; return }
            'watchlist list --limit' { return }
            'watchlist list --start' { return }
            'watchlist list --sort' { return }
            'watchlist --type' { 'process', 'binary'; return }
            'watchlist --limit' { return }
            'watchlist --start' { return }
            'watchlist --sort' { return }
            'watchlist create --query' { return }
            'watchlist create --type' { 'process', 'binary'; return }
            'watchlist create --action' { 'alert', 'email', 'syslog', 'http_post'; return }
            'watchlist create --description' { return }
            'watchlist run --group-by' { return }
            'watchlist run --min-last-update' { return }
            'watchlist run --max-last-update' { return }
            'watchlist run --min-last-server-update' { return }
            'watchlist run --max-last-server-update' { return }
            'watchlist run --with' { 'sensor', 'group', 'binary'; return }
            'watchlist run --limit' { return }
            'watchlist run --start' { return }
            'watchlist run --sort' { return }
            'watchlist run --facet' { return }
            'watchlist export --to' { return }
            'watchlist export --format' { 'yaml', 'json'; return }
            'feed list --limit' { return }
            'feed list --start' { return }
            'feed list --sort' { return }
            'feed --limit' { return }
            'feed --start' { return }
            'feed --sort' { return }
            'feed add --username' { return }
            'feed add --cert' { return }
            'feed add --key' { return }
            'report search --feed' { return }
            'report search --limit' { return }
            'report search --start' { return }
            'report search --sort' { return }
            'report search --facet' { return }
            'report --feed' { return }
            'report --limit' { return }
            'report --start' { return }
            'report --sort' { return }
            'report --facet' { return }
            'report ignore --query' { return }
            'report ignore --feed' { return }
            'report unignore --query' { return }
            'report unignore --feed' { return }
            'alert search --status' { return }
            'alert search --severity' { return }
            'alert search --assigned' { return }
            'alert search --hostname' { return }
            'alert search --since' { return }
            'alert search --until' { return }
            'alert search --limit' { return }
            'alert search --start' { return }
            'alert search --sort' { return }
            'alert search --facet' { return }
            'alert --status' { return }
            'alert --severity' { return }
            'alert --assigned' { return }
            'alert --hostname' { return }
            'alert --since' { return }
            'alert --until' { return }
            'alert --limit' { return }
            'alert --start' { return }
            'alert --sort' { return }
            'alert --facet' { return }
            'alert set-status --query' { return }
            'alert set-status --status' { return }
            'alert set-status --severity' { return }
            'alert set-status --assigned' { return }
            'alert set-status --hostname' { return }
            'alert set-status --since' { return }
            'alert set-status --until' { return }
            'alert assign --set-status' { return }
            'alert assign --query' { return }
            'alert assign --status' { return }
            'alert assign --severity' { return }
            'alert assign --assigned' { return }
            'alert assign --hostname' { return }
            'alert assign --since' { return }
            'alert assign --until' { return }
            'alert ignore --query' { return }
            'alert ignore --status' { return }
            'alert ignore --severity' { return }
            'alert ignore --assigned' { return }
            'alert ignore --hostname' { return }
            'alert ignore --since' { return }
            'alert ignore --until' { return }
            'group list --limit' { return }
            'group list --start' { return }
            'group list --sort' { return }
            'group --limit' { return }
            'group --start' { return }
            'group --sort' { return }
            'group create --site' { return }
            'group create --server' { return }
            'site list --limit' { return }
            'site list --start' { return }
            'site list --sort' { return }
            'site --limit' { return }
            'site --start' { return }
            'site --sort' { return }
            'user list --limit' { return }
            'user list --start' { return }
            'user list --sort' { return }
            'user --limit' { return }
            'user --start' { return }
            'user --sort' { return }
            'user create --first-name' { return }
            'user create --last-name' { return }
            'user create --email' { return }
            'user create --team' { return }
            'user set --first-name' { return }
            'user set --last-name' { return }
            'user set --email' { return }
            'user set --global-admin' { 'yes', 'no'; return }
            'team list --limit' { return }
            'team list --start' { return }
            'team list --sort' { return }
            'team --limit' { return }
            'team --start' { return }
            'team --sort' { return }
            'team create --access' { return }
            'investigation list --limit' { return }
            'investigation list --start' { return }
            'investigation list --sort' { return }
            'investigation --limit' { return }
            'investigation --start' { return }
            'investigation --sort' { return }
            'open --kind' { 'sensor', 'process', 'binary', 'watchlist', 'alert'; return }
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
            ' 0' { 'process' + "`t" + 'search processes by what they are and what they did'; 'binary' + "`t" + 'search binaries by name, signature, version resource and prevalence'; 'sensor' + "`t" + 'list sensors, by name, address, group, system, status or health'; 'isolate' + "`t" + 'cut sensors off from the network, but for the server'; 'unisolate' + "`t" + 'let isolated sensors back into the network'; 'ban' + "`t" + 'list the hashes on the ban list, all of them'; 'watchlist' + "`t" + 'list watchlists with their queries and how often they hit'; 'feed' + "`t" + 'list feeds of threat reports'; 'report' + "`t" + 'search the threat reports of all feeds'; 'alert' + "`t" + 'search alerts by status, severity, host, cause and time'; 'group' + "`t" + 'list sensor groups with their sites and numbers of sensors'; 'site' + "`t" + 'list sites with the sensor groups in them'; 'user' + "`t" + 'list the users of the console with their teams'; 'team' + "`t" + 'list teams and who is in them'; 'info' + "`t" + 'what the server says of itself: version, Live Response, limits'; 'license' + "`t" + 'until when, and for how many sensors the server is licensed'; 'partition' + "`t" + 'list the storage partitions of the event store'; 'investigation' + "`t" + 'list the investigations of the console'; 'open' + "`t" + 'print the console link of a sensor, process, binary, watchlist or alert'; 'completion' + "`t" + 'print the completion script for the analyst''s own shell'; 'help' + "`t" + 'show help' }
            'process 0' { 'search' + "`t" + 'search processes by what they are and what they did'; 'list' + "`t" + 'search processes by what they are and what they did'; 'show' + "`t" + 'show what is known of a process'; 'parents' + "`t" + 'show who started a process, up to the kernel'; 'tree' + "`t" + 'draw a process with everything it started'; 'events' + "`t" + 'list what a process did, in the order of time'; 'segments' + "`t" + 'list the segments that the server keeps of a process' }
            'binary 0' { 'search' + "`t" + 'search binaries by name, signature, version resource and prevalence'; 'list' + "`t" + 'search binaries by name, signature, version resource and prevalence'; 'show' + "`t" + 'show signature, version, names and prevalence of a binary'; 'download' + "`t" + 'fetch the content of binaries, unpacked and checked'; 'hexdump' + "`t" + 'show the first bytes of a binary without fetching all of it' }
            'sensor 0' { 'search' + "`t" + 'list sensors, by name, address, group, system, status or health'; 'list' + "`t" + 'list sensors, by name, address, group, system, status or health'; 'show' + "`t" + 'show health, backlog, clock, check-in and isolation of a sensor'; 'isolate' + "`t" + 'cut sensors off from the network, but for the server'; 'unisolate' + "`t" + 'let isolated sensors back into the network'; 'move' + "`t" + 'put sensors into another group'; 'restart' + "`t" + 'restart the service of sensors at their next check-in'; 'flush' + "`t" + 'have sensors send all their events at once'; 'export' + "`t" + 'write all sensors as CSV, page by page as they come' }
            'ban 0' { 'list' + "`t" + 'list the hashes on the ban list, all of them'; 'show' + "`t" + 'show whether hashes are banned, by whom and why, and what was stopped'; 'add' + "`t" + 'ban hashes, after a look at where they were seen and who signed them'; 'enable' + "`t" + 'ban hashes again whose bans were disabled'; 'disable' + "`t" + 'let banned hashes run again, and keep why they were banned'; 'remove' + "`t" + 'let banned hashes run again, and forget why they were banned' }
            'watchlist 0' { 'list' + "`t" + 'list watchlists with their queries and how often they hit'; 'show' + "`t" + 'show watchlists: query, actions and hits'; 'create' + "`t" + 'make a watchlist of a query'; 'run' + "`t" + 'search with the query of a watchlist, now'; 'enable' + "`t" + 'let watchlists run again'; 'disable' + "`t" + 'keep watchlists from running'; 'remove' + "`t" + 'remove watchlists and their actions for good'; 'export' + "`t" + 'write watchlists as a file that can be kept in git'; 'import' + "`t" + 'make the watchlists of a file that the server does not have'; 'diff' + "`t" + 'show in what a server differs from a file of watchlists'; 'apply' + "`t" + 'make a server have the watchlists of a file' }
            'feed 0' { 'list' + "`t" + 'list feeds of threat reports'; 'show' + "`t" + 'show a feed: where it comes from, and how it is fetched'; 'add' + "`t" + 'add a feed by the address that the server fetches it from'; 'enable' + "`t" + 'enable feeds'; 'disable' + "`t" + 'disable feeds'; 'sync' + "`t" + 'let the server fetch feeds now'; 'remove' + "`t" + 'remove feeds with their reports' }
            'report 0' { 'search' + "`t" + 'search the threat reports of all feeds'; 'list' + "`t" + 'search the threat reports of all feeds'; 'show' + "`t" + 'show a threat report with its indicators'; 'ignore' + "`t" + 'ignore threat reports: their hits raise no alert'; 'unignore' + "`t" + 'let the hits of threat reports raise alerts again' }
            'alert 0' { 'search' + "`t" + 'search alerts by status, severity, host, cause and time'; 'list' + "`t" + 'search alerts by status, severity, host, cause and time'; 'show' + "`t" + 'show an alert: what raised it, where, and who works on it'; 'set-status' + "`t" + 'set the status of alerts: those named, or all that match a query'; 'assign' + "`t" + 'assign alerts to a user, and set them In Progress'; 'ignore' + "`t" + 'mark alerts False Positive, and ignore the threat reports behind them' }
            'group 0' { 'list' + "`t" + 'list sensor groups with their sites and numbers of sensors'; 'show' + "`t" + 'show a sensor group: its policy, exclusions, and who has access'; 'create' + "`t" + 'create a sensor group in a site'; 'remove' + "`t" + 'remove empty sensor groups' }
            'site 0' { 'list' + "`t" + 'list sites with the sensor groups in them'; 'show' + "`t" + 'show a site and the sensor groups in it'; 'create' + "`t" + 'create a site'; 'remove' + "`t" + 'remove sites that have no sensor groups' }
            'user 0' { 'list' + "`t" + 'list the users of the console with their teams'; 'show' + "`t" + 'show a user of the console'; 'create' + "`t" + 'create a user of the console'; 'set' + "`t" + 'change the names, the e-mail or the rank of a user'; 'set-password' + "`t" + 'give a user another password; the present one is needed'; 'remove' + "`t" + 'remove users of the console' }
            'team 0' { 'list' + "`t" + 'list teams and who is in them'; 'show' + "`t" + 'show a team: who is in it, and what they may do in which group'; 'create' + "`t" + 'create a team, with its access to sensor groups'; 'remove' + "`t" + 'remove teams; their users stay, without the access it gave'; 'add-user' + "`t" + 'put users into a team'; 'remove-user' + "`t" + 'take users out of a team' }
            'partition 0' { 'list' + "`t" + 'list the storage partitions of the event store' }
            'investigation 0' { 'list' + "`t" + 'list the investigations of the console'; 'show' + "`t" + 'show the events that were tagged for an investigation, in time order' }
        }
        switch -CaseSensitive ($command) {
            'watchlist import' { if ($operands -eq 0) { } }
            'watchlist diff' { if ($operands -eq 0) { } }
            'watchlist apply' { if ($operands -eq 0) { } }
            'completion' { if ($operands -eq 0) { 'bash', 'zsh', 'fish', 'powershell'; } }
            'help' { if ($operands -eq 0) { 'process', 'binary', 'sensor', 'isolate', 'unisolate', 'ban', 'watchlist', 'feed', 'report', 'alert', 'group', 'site', 'user', 'team', 'info', 'license', 'partition', 'investigation', 'open', 'completion', 'exit-codes'; } }
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
