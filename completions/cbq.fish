# fish completion for cbq; made by: cbq completion fish
# load it with: cbq completion fish | source

function __cbq_canonical
    switch "$argv[1]"
        case 'process search' 'process list'
            echo 'process search'
        case 'process'
            echo 'process'
        case 'process show'
            echo 'process show'
        case 'process parents'
            echo 'process parents'
        case 'process tree'
            echo 'process tree'
        case 'process events'
            echo 'process events'
        case 'process segments'
            echo 'process segments'
        case 'binary search' 'binary list'
            echo 'binary search'
        case 'binary'
            echo 'binary'
        case 'binary show'
            echo 'binary show'
        case 'binary download'
            echo 'binary download'
        case 'binary hexdump'
            echo 'binary hexdump'
        case 'sensor search' 'sensor list'
            echo 'sensor search'
        case 'sensor'
            echo 'sensor'
        case 'sensor show'
            echo 'sensor show'
        case 'sensor isolate' 'isolate'
            echo 'sensor isolate'
        case 'sensor unisolate' 'unisolate'
            echo 'sensor unisolate'
        case 'sensor move'
            echo 'sensor move'
        case 'sensor restart'
            echo 'sensor restart'
        case 'sensor flush'
            echo 'sensor flush'
        case 'sensor export'
            echo 'sensor export'
        case 'ban list'
            echo 'ban list'
        case 'ban'
            echo 'ban'
        case 'ban show'
            echo 'ban show'
        case 'ban add'
            echo 'ban add'
        case 'ban enable'
            echo 'ban enable'
        case 'ban disable'
            echo 'ban disable'
        case 'ban remove'
            echo 'ban remove'
        case 'watchlist list'
            echo 'watchlist list'
        case 'watchlist'
            echo 'watchlist'
        case 'watchlist show'
            echo 'watchlist show'
        case 'watchlist create'
            echo 'watchlist create'
        case 'watchlist run'
            echo 'watchlist run'
        case 'watchlist enable'
            echo 'watchlist enable'
        case 'watchlist disable'
            echo 'watchlist disable'
        case 'watchlist remove'
            echo 'watchlist remove'
        case 'watchlist export'
            echo 'watchlist export'
        case 'watchlist import'
            echo 'watchlist import'
        case 'watchlist diff'
            echo 'watchlist diff'
        case 'watchlist apply'
            echo 'watchlist apply'
        case 'feed list'
            echo 'feed list'
        case 'feed'
            echo 'feed'
        case 'feed show'
            echo 'feed show'
        case 'feed add'
            echo 'feed add'
        case 'feed enable'
            echo 'feed enable'
        case 'feed disable'
            echo 'feed disable'
        case 'feed sync'
            echo 'feed sync'
        case 'feed remove'
            echo 'feed remove'
        case 'report search' 'report list'
            echo 'report search'
        case 'report'
            echo 'report'
        case 'report show'
            echo 'report show'
        case 'report ignore'
            echo 'report ignore'
        case 'report unignore'
            echo 'report unignore'
        case 'alert search' 'alert list'
            echo 'alert search'
        case 'alert'
            echo 'alert'
        case 'alert show'
            echo 'alert show'
        case 'alert set-status'
            echo 'alert set-status'
        case 'alert assign'
            echo 'alert assign'
        case 'alert ignore'
            echo 'alert ignore'
        case 'group list'
            echo 'group list'
        case 'group'
            echo 'group'
        case 'group show'
            echo 'group show'
        case 'group create'
            echo 'group create'
        case 'group remove'
            echo 'group remove'
        case 'site list'
            echo 'site list'
        case 'site'
            echo 'site'
        case 'site show'
            echo 'site show'
        case 'site create'
            echo 'site create'
        case 'site remove'
            echo 'site remove'
        case 'user list'
            echo 'user list'
        case 'user'
            echo 'user'
        case 'user show'
            echo 'user show'
        case 'user create'
            echo 'user create'
        case 'user set'
            echo 'user set'
        case 'user set-password'
            echo 'user set-password'
        case 'user remove'
            echo 'user remove'
        case 'team list'
            echo 'team list'
        case 'team'
            echo 'team'
        case 'team show'
            echo 'team show'
        case 'team create'
            echo 'team create'
        case 'team remove'
            echo 'team remove'
        case 'team add-user'
            echo 'team add-user'
        case 'team remove-user'
            echo 'team remove-user'
        case 'info'
            echo 'info'
        case 'license'
            echo 'license'
        case 'partition list'
            echo 'partition list'
        case 'partition'
            echo 'partition'
        case 'investigation list'
            echo 'investigation list'
        case 'investigation'
            echo 'investigation'
        case 'investigation show'
            echo 'investigation show'
        case 'open'
            echo 'open'
        case 'completion'
            echo 'completion'
        case 'help'
            echo 'help'
        case '*'
            string match -q -- '* *' $argv[1]; or echo '?'
    end
    return 0
end

function __cbq_takes
    switch "$argv[1] $argv[2]"
        case 'process search --group-by'
            return 0
        case 'process search --min-last-update'
            return 0
        case 'process search --max-last-update'
            return 0
        case 'process search --min-last-server-update'
            return 0
        case 'process search --max-last-server-update'
            return 0
        case 'process search --with'
            return 0
        case 'process search --limit'
            return 0
        case 'process search --start'
            return 0
        case 'process search --sort'
            return 0
        case 'process search --facet'
            return 0
        case 'process --group-by'
            return 0
        case 'process --min-last-update'
            return 0
        case 'process --max-last-update'
            return 0
        case 'process --min-last-server-update'
            return 0
        case 'process --max-last-server-update'
            return 0
        case 'process --with'
            return 0
        case 'process --limit'
            return 0
        case 'process --start'
            return 0
        case 'process --sort'
            return 0
        case 'process --facet'
            return 0
        case 'process tree --max-nodes'
            return 0
        case 'process tree --html'
            return 0
        case 'process events --type'
            return 0
        case 'process events --grep'
            return 0
        case 'process events --since'
            return 0
        case 'process events --until'
            return 0
        case 'process events --html'
            return 0
        case 'binary search --limit'
            return 0
        case 'binary search --start'
            return 0
        case 'binary search --sort'
            return 0
        case 'binary search --facet'
            return 0
        case 'binary --limit'
            return 0
        case 'binary --start'
            return 0
        case 'binary --sort'
            return 0
        case 'binary --facet'
            return 0
        case 'binary download --to'
            return 0
        case 'binary hexdump --bytes'
            return 0
        case 'sensor search --hostname'
            return 0
        case 'sensor search --ip'
            return 0
        case 'sensor search --group'
            return 0
        case 'sensor search --os'
            return 0
        case 'sensor search --status'
            return 0
        case 'sensor search --health'
            return 0
        case 'sensor search --limit'
            return 0
        case 'sensor search --start'
            return 0
        case 'sensor search --sort'
            return 0
        case 'sensor --hostname'
            return 0
        case 'sensor --ip'
            return 0
        case 'sensor --group'
            return 0
        case 'sensor --os'
            return 0
        case 'sensor --status'
            return 0
        case 'sensor --health'
            return 0
        case 'sensor --limit'
            return 0
        case 'sensor --start'
            return 0
        case 'sensor --sort'
            return 0
        case 'sensor move --group'
            return 0
        case 'sensor export --hostname'
            return 0
        case 'sensor export --ip'
            return 0
        case 'sensor export --group'
            return 0
        case 'sensor export --os'
            return 0
        case 'sensor export --status'
            return 0
        case 'sensor export --health'
            return 0
        case 'sensor export --to'
            return 0
        case 'ban list --limit'
            return 0
        case 'ban list --start'
            return 0
        case 'ban list --sort'
            return 0
        case 'ban --limit'
            return 0
        case 'ban --start'
            return 0
        case 'ban --sort'
            return 0
        case 'ban show --file'
            return 0
        case 'ban add --file'
            return 0
        case 'ban add --text'
            return 0
        case 'ban enable --file'
            return 0
        case 'ban enable --text'
            return 0
        case 'ban disable --file'
            return 0
        case 'ban disable --text'
            return 0
        case 'ban remove --file'
            return 0
        case 'watchlist list --type'
            return 0
        case 'watchlist list --limit'
            return 0
        case 'watchlist list --start'
            return 0
        case 'watchlist list --sort'
            return 0
        case 'watchlist --type'
            return 0
        case 'watchlist --limit'
            return 0
        case 'watchlist --start'
            return 0
        case 'watchlist --sort'
            return 0
        case 'watchlist create --query'
            return 0
        case 'watchlist create --type'
            return 0
        case 'watchlist create --action'
            return 0
        case 'watchlist create --description'
            return 0
        case 'watchlist run --group-by'
            return 0
        case 'watchlist run --min-last-update'
            return 0
        case 'watchlist run --max-last-update'
            return 0
        case 'watchlist run --min-last-server-update'
            return 0
        case 'watchlist run --max-last-server-update'
            return 0
        case 'watchlist run --with'
            return 0
        case 'watchlist run --limit'
            return 0
        case 'watchlist run --start'
            return 0
        case 'watchlist run --sort'
            return 0
        case 'watchlist run --facet'
            return 0
        case 'watchlist export --to'
            return 0
        case 'watchlist export --format'
            return 0
        case 'feed list --limit'
            return 0
        case 'feed list --start'
            return 0
        case 'feed list --sort'
            return 0
        case 'feed --limit'
            return 0
        case 'feed --start'
            return 0
        case 'feed --sort'
            return 0
        case 'feed add --username'
            return 0
        case 'feed add --cert'
            return 0
        case 'feed add --key'
            return 0
        case 'report search --feed'
            return 0
        case 'report search --limit'
            return 0
        case 'report search --start'
            return 0
        case 'report search --sort'
            return 0
        case 'report search --facet'
            return 0
        case 'report --feed'
            return 0
        case 'report --limit'
            return 0
        case 'report --start'
            return 0
        case 'report --sort'
            return 0
        case 'report --facet'
            return 0
        case 'report ignore --query'
            return 0
        case 'report ignore --feed'
            return 0
        case 'report unignore --query'
            return 0
        case 'report unignore --feed'
            return 0
        case 'alert search --status'
            return 0
        case 'alert search --severity'
            return 0
        case 'alert search --assigned'
            return 0
        case 'alert search --hostname'
            return 0
        case 'alert search --since'
            return 0
        case 'alert search --until'
            return 0
        case 'alert search --limit'
            return 0
        case 'alert search --start'
            return 0
        case 'alert search --sort'
            return 0
        case 'alert search --facet'
            return 0
        case 'alert --status'
            return 0
        case 'alert --severity'
            return 0
        case 'alert --assigned'
            return 0
        case 'alert --hostname'
            return 0
        case 'alert --since'
            return 0
        case 'alert --until'
            return 0
        case 'alert --limit'
            return 0
        case 'alert --start'
            return 0
        case 'alert --sort'
            return 0
        case 'alert --facet'
            return 0
        case 'alert set-status --query'
            return 0
        case 'alert set-status --status'
            return 0
        case 'alert set-status --severity'
            return 0
        case 'alert set-status --assigned'
            return 0
        case 'alert set-status --hostname'
            return 0
        case 'alert set-status --since'
            return 0
        case 'alert set-status --until'
            return 0
        case 'alert assign --set-status'
            return 0
        case 'alert assign --query'
            return 0
        case 'alert assign --status'
            return 0
        case 'alert assign --severity'
            return 0
        case 'alert assign --assigned'
            return 0
        case 'alert assign --hostname'
            return 0
        case 'alert assign --since'
            return 0
        case 'alert assign --until'
            return 0
        case 'alert ignore --query'
            return 0
        case 'alert ignore --status'
            return 0
        case 'alert ignore --severity'
            return 0
        case 'alert ignore --assigned'
            return 0
        case 'alert ignore --hostname'
            return 0
        case 'alert ignore --since'
            return 0
        case 'alert ignore --until'
            return 0
        case 'group list --limit'
            return 0
        case 'group list --start'
            return 0
        case 'group list --sort'
            return 0
        case 'group --limit'
            return 0
        case 'group --start'
            return 0
        case 'group --sort'
            return 0
        case 'group create --site'
            return 0
        case 'group create --server'
            return 0
        case 'site list --limit'
            return 0
        case 'site list --start'
            return 0
        case 'site list --sort'
            return 0
        case 'site --limit'
            return 0
        case 'site --start'
            return 0
        case 'site --sort'
            return 0
        case 'user list --limit'
            return 0
        case 'user list --start'
            return 0
        case 'user list --sort'
            return 0
        case 'user --limit'
            return 0
        case 'user --start'
            return 0
        case 'user --sort'
            return 0
        case 'user create --first-name'
            return 0
        case 'user create --last-name'
            return 0
        case 'user create --email'
            return 0
        case 'user create --team'
            return 0
        case 'user set --first-name'
            return 0
        case 'user set --last-name'
            return 0
        case 'user set --email'
            return 0
        case 'user set --global-admin'
            return 0
        case 'team list --limit'
            return 0
        case 'team list --start'
            return 0
        case 'team list --sort'
            return 0
        case 'team --limit'
            return 0
        case 'team --start'
            return 0
        case 'team --sort'
            return 0
        case 'team create --access'
            return 0
        case 'investigation list --limit'
            return 0
        case 'investigation list --start'
            return 0
        case 'investigation list --sort'
            return 0
        case 'investigation --limit'
            return 0
        case 'investigation --start'
            return 0
        case 'investigation --sort'
            return 0
        case 'open --kind'
            return 0
    end
    switch $argv[2]
        case '--profile' '-p'
            return 0
        case '--output' '-o'
            return 0
        case '--fields'
            return 0
        case '--timeout'
            return 0
    end
    return 1
end

function __cbq_is_command_line
    return 1
end

function __cbq_options
    switch "$argv[1]"
        case 'process search'
            printf '%s\t%s\n' '--group-by' 'one row for each value; id for one a process'
            printf '%s\t%s\n' '--min-last-update' 'with events after this time, by the clock of the sensor'
            printf '%s\t%s\n' '--max-last-update' 'with events before this time, by the clock of the sensor'
            printf '%s\t%s\n' '--min-last-server-update' 'with events after this time, by the clock of the server'
            printf '%s\t%s\n' '--max-last-server-update' 'with events before this time, by the clock of the server'
            printf '%s\t%s\n' '--comprehensive' 'terms may be met by different segments; slower'
            printf '%s\t%s\n' '--parents' 'each hit with those who started it, up to the kernel'
            printf '%s\t%s\n' '--with' 'columns of other resources'
            printf '%s\t%s\n' '--limit' 'at most so many rows; 50 when not said'
            printf '%s\t%s\n' '--all' 'all of them, as they come'
            printf '%s\t%s\n' '--start' 'how many rows to pass over'
            printf '%s\t%s\n' '--sort' 'order by a field, asc or desc'
            printf '%s\t%s\n' '--count' 'only how many there are'
            printf '%s\t%s\n' '--facet' 'how often each value of the fields occurs'
        case 'process'
            printf '%s\t%s\n' '--group-by' 'one row for each value; id for one a process'
            printf '%s\t%s\n' '--min-last-update' 'with events after this time, by the clock of the sensor'
            printf '%s\t%s\n' '--max-last-update' 'with events before this time, by the clock of the sensor'
            printf '%s\t%s\n' '--min-last-server-update' 'with events after this time, by the clock of the server'
            printf '%s\t%s\n' '--max-last-server-update' 'with events before this time, by the clock of the server'
            printf '%s\t%s\n' '--comprehensive' 'terms may be met by different segments; slower'
            printf '%s\t%s\n' '--parents' 'each hit with those who started it, up to the kernel'
            printf '%s\t%s\n' '--with' 'columns of other resources'
            printf '%s\t%s\n' '--limit' 'at most so many rows; 50 when not said'
            printf '%s\t%s\n' '--all' 'all of them, as they come'
            printf '%s\t%s\n' '--start' 'how many rows to pass over'
            printf '%s\t%s\n' '--sort' 'order by a field, asc or desc'
            printf '%s\t%s\n' '--count' 'only how many there are'
            printf '%s\t%s\n' '--facet' 'how often each value of the fields occurs'
        case 'process tree'
            printf '%s\t%s\n' '--max-nodes' 'stop at so many processes; 1000 when not said'
            printf '%s\t%s\n' '--mermaid' 'as a Mermaid flowchart'
            printf '%s\t%s\n' '--dot' 'as a Graphviz graph'
            printf '%s\t%s\n' '--html' 'as a page for the browser, into this file'
            printf '%s\t%s\n' '--force' 'replace the file of --html'
        case 'process events'
            printf '%s\t%s\n' '--type' 'only events of these kinds'
            printf '%s\t%s\n' '--grep' 'only events that match, whatever the case'
            printf '%s\t%s\n' '--since' 'only events from this time on, by the clock of the sensor'
            printf '%s\t%s\n' '--until' 'only events before this time'
            printf '%s\t%s\n' '--timesketch' 'as the JSON lines that Timesketch imports'
            printf '%s\t%s\n' '--html' 'as a page for the browser, into this file'
            printf '%s\t%s\n' '--force' 'replace the file of --html'
        case 'binary search'
            printf '%s\t%s\n' '--limit' 'at most so many rows; 50 when not said'
            printf '%s\t%s\n' '--all' 'all of them, as they come'
            printf '%s\t%s\n' '--start' 'how many rows to pass over'
            printf '%s\t%s\n' '--sort' 'order by a field, asc or desc'
            printf '%s\t%s\n' '--count' 'only how many there are'
            printf '%s\t%s\n' '--facet' 'how often each value of the fields occurs'
        case 'binary'
            printf '%s\t%s\n' '--limit' 'at most so many rows; 50 when not said'
            printf '%s\t%s\n' '--all' 'all of them, as they come'
            printf '%s\t%s\n' '--start' 'how many rows to pass over'
            printf '%s\t%s\n' '--sort' 'order by a field, asc or desc'
            printf '%s\t%s\n' '--count' 'only how many there are'
            printf '%s\t%s\n' '--facet' 'how often each value of the fields occurs'
        case 'binary download'
            printf '%s\t%s\n' '--to' 'a folder, or the file for a single binary; this folder when not said'
            printf '%s\t%s\n' '--zip' 'keep the ZIP as the server made it, checked'
            printf '%s\t%s\n' '--force' 'replace files that are there'
        case 'binary hexdump'
            printf '%s\t%s\n' '--bytes' 'how many; 256 when not said'
        case 'sensor search'
            printf '%s\t%s\n' '--hostname' 'part of the name; the server minds the case'
            printf '%s\t%s\n' '--ip' 'part of an address'
            printf '%s\t%s\n' '--group' 'sensor group'
            printf '%s\t%s\n' '--os' 'system'
            printf '%s\t%s\n' '--status' 'online, offline, uninstall-pending …, isolated, isolation-pending …, or another word of the server'
            printf '%s\t%s\n' '--health' 'bad (below 100), good, "<50", ">=75", or a part of its message'
            printf '%s\t%s\n' '--limit' 'at most so many rows; 50 when not said'
            printf '%s\t%s\n' '--all' 'all of them'
            printf '%s\t%s\n' '--start' 'how many rows to pass over'
            printf '%s\t%s\n' '--sort' 'order by a field, asc or desc'
            printf '%s\t%s\n' '--count' 'only how many there are'
        case 'sensor'
            printf '%s\t%s\n' '--hostname' 'part of the name; the server minds the case'
            printf '%s\t%s\n' '--ip' 'part of an address'
            printf '%s\t%s\n' '--group' 'sensor group'
            printf '%s\t%s\n' '--os' 'system'
            printf '%s\t%s\n' '--status' 'online, offline, uninstall-pending …, isolated, isolation-pending …, or another word of the server'
            printf '%s\t%s\n' '--health' 'bad (below 100), good, "<50", ">=75", or a part of its message'
            printf '%s\t%s\n' '--limit' 'at most so many rows; 50 when not said'
            printf '%s\t%s\n' '--all' 'all of them'
            printf '%s\t%s\n' '--start' 'how many rows to pass over'
            printf '%s\t%s\n' '--sort' 'order by a field, asc or desc'
            printf '%s\t%s\n' '--count' 'only how many there are'
        case 'sensor isolate'
            printf '%s\t%s\n' '--wait' 'until the sensor confirms, so long at most; 5m when not said'
        case 'sensor unisolate'
            printf '%s\t%s\n' '--wait' 'until the sensor confirms, so long at most; 5m when not said'
        case 'sensor move'
            printf '%s\t%s\n' '--group' 'where to; cbq group lists them'
        case 'sensor export'
            printf '%s\t%s\n' '--hostname' 'part of the name; the server minds the case'
            printf '%s\t%s\n' '--ip' 'part of an address'
            printf '%s\t%s\n' '--group' 'sensor group'
            printf '%s\t%s\n' '--os' 'system'
            printf '%s\t%s\n' '--status' 'online, offline, uninstall-pending …, isolated, isolation-pending …, or another word of the server'
            printf '%s\t%s\n' '--health' 'bad (below 100), good, "<50", ">=75", or a part of its message'
            printf '%s\t%s\n' '--to' 'into this file, not to stdout'
            printf '%s\t%s\n' '--force' 'replace the file of --to'
        case 'ban list'
            printf '%s\t%s\n' '--limit' 'at most so many; all when not said'
            printf '%s\t%s\n' '--all' 'all of them, as without --limit'
            printf '%s\t%s\n' '--start' 'how many rows to pass over'
            printf '%s\t%s\n' '--sort' 'order by a field, asc or desc'
            printf '%s\t%s\n' '--count' 'only how many there are'
        case 'ban'
            printf '%s\t%s\n' '--limit' 'at most so many; all when not said'
            printf '%s\t%s\n' '--all' 'all of them, as without --limit'
            printf '%s\t%s\n' '--start' 'how many rows to pass over'
            printf '%s\t%s\n' '--sort' 'order by a field, asc or desc'
            printf '%s\t%s\n' '--count' 'only how many there are'
        case 'ban show'
            printf '%s\t%s\n' '--file' 'hashes of a file, one a line: its first word, # begins a comment'
        case 'ban add'
            printf '%s\t%s\n' '--file' 'hashes of a file, one a line: its first word, # begins a comment'
            printf '%s\t%s\n' '--text' 'why, for who looks at the list later'
            printf '%s\t%s\n' '--force' 'without questions, and where nobody can tell where they were seen'
        case 'ban enable'
            printf '%s\t%s\n' '--file' 'hashes of a file, one a line: its first word, # begins a comment'
            printf '%s\t%s\n' '--text' 'why; as it was when not said'
        case 'ban disable'
            printf '%s\t%s\n' '--file' 'hashes of a file, one a line: its first word, # begins a comment'
            printf '%s\t%s\n' '--text' 'why; as it was when not said'
        case 'ban remove'
            printf '%s\t%s\n' '--file' 'hashes of a file, one a line: its first word, # begins a comment'
        case 'watchlist list'
            printf '%s\t%s\n' '--type' 'those of processes, or of binaries'
            printf '%s\t%s\n' '--limit' 'at most so many rows; 50 when not said'
            printf '%s\t%s\n' '--all' 'all of them'
            printf '%s\t%s\n' '--start' 'how many rows to pass over'
            printf '%s\t%s\n' '--sort' 'order by a field, asc or desc'
            printf '%s\t%s\n' '--count' 'only how many there are'
        case 'watchlist'
            printf '%s\t%s\n' '--type' 'those of processes, or of binaries'
            printf '%s\t%s\n' '--limit' 'at most so many rows; 50 when not said'
            printf '%s\t%s\n' '--all' 'all of them'
            printf '%s\t%s\n' '--start' 'how many rows to pass over'
            printf '%s\t%s\n' '--sort' 'order by a field, asc or desc'
            printf '%s\t%s\n' '--count' 'only how many there are'
        case 'watchlist create'
            printf '%s\t%s\n' '--query' 'what it watches for, as for cbq process or cbq binary'
            printf '%s\t%s\n' '--type' 'what it looks at; process when not said'
            printf '%s\t%s\n' '--action' 'what a hit brings about; nothing but a tag when not said'
            printf '%s\t%s\n' '--description' 'what it is for'
            printf '%s\t%s\n' '--disabled' 'it does not run until it is enabled'
            printf '%s\t%s\n' '--force' 'although the query names a field that is not known here, or ends with an operator'
        case 'watchlist run'
            printf '%s\t%s\n' '--group-by' 'one row for each value; id for one a process'
            printf '%s\t%s\n' '--min-last-update' 'with events after this time, by the clock of the sensor'
            printf '%s\t%s\n' '--max-last-update' 'with events before this time, by the clock of the sensor'
            printf '%s\t%s\n' '--min-last-server-update' 'with events after this time, by the clock of the server'
            printf '%s\t%s\n' '--max-last-server-update' 'with events before this time, by the clock of the server'
            printf '%s\t%s\n' '--comprehensive' 'terms may be met by different segments; slower'
            printf '%s\t%s\n' '--parents' 'each hit with those who started it, up to the kernel'
            printf '%s\t%s\n' '--with' 'columns of other resources'
            printf '%s\t%s\n' '--limit' 'at most so many rows; 50 when not said'
            printf '%s\t%s\n' '--all' 'all of them, as they come'
            printf '%s\t%s\n' '--start' 'how many rows to pass over'
            printf '%s\t%s\n' '--sort' 'order by a field, asc or desc'
            printf '%s\t%s\n' '--count' 'only how many there are'
            printf '%s\t%s\n' '--facet' 'how often each value of the fields occurs'
        case 'watchlist export'
            printf '%s\t%s\n' '--to' 'into this file, not to stdout'
            printf '%s\t%s\n' '--format' 'yaml when not said, or json for a file named so'
            printf '%s\t%s\n' '--ids' 'with the id of each on this server'
            printf '%s\t%s\n' '--force' 'replace the file of --to'
        case 'watchlist import'
            printf '%s\t%s\n' '--force' 'although the query names a field that is not known here, or ends with an operator'
        case 'watchlist diff'
            printf '%s\t%s\n' '--prune' 'also those that the file does not have, which apply --prune removes'
            printf '%s\t%s\n' '--exit-code' 'end with 1 where there is a difference'
        case 'watchlist apply'
            printf '%s\t%s\n' '--prune' 'remove those that the file does not have'
            printf '%s\t%s\n' '--force' 'although the query names a field that is not known here, or ends with an operator'
        case 'feed list'
            printf '%s\t%s\n' '--limit' 'at most so many rows; 50 when not said'
            printf '%s\t%s\n' '--all' 'all of them'
            printf '%s\t%s\n' '--start' 'how many rows to pass over'
            printf '%s\t%s\n' '--sort' 'order by a field, asc or desc'
            printf '%s\t%s\n' '--count' 'only how many there are'
        case 'feed'
            printf '%s\t%s\n' '--limit' 'at most so many rows; 50 when not said'
            printf '%s\t%s\n' '--all' 'all of them'
            printf '%s\t%s\n' '--start' 'how many rows to pass over'
            printf '%s\t%s\n' '--sort' 'order by a field, asc or desc'
            printf '%s\t%s\n' '--count' 'only how many there are'
        case 'feed add'
            printf '%s\t%s\n' '--no-verify' 'accept any certificate of that address'
            printf '%s\t%s\n' '--proxy' 'fetch it through the proxy of the server'
            printf '%s\t%s\n' '--username' 'user at that address; the password is asked for'
            printf '%s\t%s\n' '--cert' 'client certificate in PEM, with --key'
            printf '%s\t%s\n' '--key' 'its private key in PEM'
            printf '%s\t%s\n' '--disabled' 'add it, and leave it disabled'
        case 'feed sync'
            printf '%s\t%s\n' '--full' 'all reports anew, not only those that changed'
        case 'report search'
            printf '%s\t%s\n' '--feed' 'only of this feed, by id or name'
            printf '%s\t%s\n' '--limit' 'at most so many rows; 50 when not said'
            printf '%s\t%s\n' '--all' 'all of them, as they come'
            printf '%s\t%s\n' '--start' 'how many rows to pass over'
            printf '%s\t%s\n' '--sort' 'order by a field, asc or desc'
            printf '%s\t%s\n' '--count' 'only how many there are'
            printf '%s\t%s\n' '--facet' 'how often each value of the fields occurs'
        case 'report'
            printf '%s\t%s\n' '--feed' 'only of this feed, by id or name'
            printf '%s\t%s\n' '--limit' 'at most so many rows; 50 when not said'
            printf '%s\t%s\n' '--all' 'all of them, as they come'
            printf '%s\t%s\n' '--start' 'how many rows to pass over'
            printf '%s\t%s\n' '--sort' 'order by a field, asc or desc'
            printf '%s\t%s\n' '--count' 'only how many there are'
            printf '%s\t%s\n' '--facet' 'how often each value of the fields occurs'
        case 'report show'
            printf '%s\t%s\n' '--iocs' 'the indicators, one a line'
        case 'report ignore'
            printf '%s\t%s\n' '--query' 'all that match this query'
            printf '%s\t%s\n' '--feed' 'all of this feed, or of those that match'
            printf '%s\t%s\n' '--force' 'although the query names a field that is not known here, or ends with an operator'
        case 'report unignore'
            printf '%s\t%s\n' '--query' 'all that match this query'
            printf '%s\t%s\n' '--feed' 'all of this feed, or of those that match'
            printf '%s\t%s\n' '--force' 'although the query names a field that is not known here, or ends with an operator'
        case 'alert search'
            printf '%s\t%s\n' '--status' 'unresolved, in-progress, resolved, false-positive'
            printf '%s\t%s\n' '--severity' 'of this severity at least, 0 to 100'
            printf '%s\t%s\n' '--assigned' 'assigned to this user'
            printf '%s\t%s\n' '--unassigned' 'assigned to nobody'
            printf '%s\t%s\n' '--hostname' 'on this host'
            printf '%s\t%s\n' '--since' 'created at this time or later'
            printf '%s\t%s\n' '--until' 'created at this time or before'
            printf '%s\t%s\n' '--limit' 'at most so many rows; 50 when not said'
            printf '%s\t%s\n' '--all' 'all of them, as they come'
            printf '%s\t%s\n' '--start' 'how many rows to pass over'
            printf '%s\t%s\n' '--sort' 'order by a field, asc or desc'
            printf '%s\t%s\n' '--count' 'only how many there are'
            printf '%s\t%s\n' '--facet' 'how often each value of the fields occurs'
        case 'alert'
            printf '%s\t%s\n' '--status' 'unresolved, in-progress, resolved, false-positive'
            printf '%s\t%s\n' '--severity' 'of this severity at least, 0 to 100'
            printf '%s\t%s\n' '--assigned' 'assigned to this user'
            printf '%s\t%s\n' '--unassigned' 'assigned to nobody'
            printf '%s\t%s\n' '--hostname' 'on this host'
            printf '%s\t%s\n' '--since' 'created at this time or later'
            printf '%s\t%s\n' '--until' 'created at this time or before'
            printf '%s\t%s\n' '--limit' 'at most so many rows; 50 when not said'
            printf '%s\t%s\n' '--all' 'all of them, as they come'
            printf '%s\t%s\n' '--start' 'how many rows to pass over'
            printf '%s\t%s\n' '--sort' 'order by a field, asc or desc'
            printf '%s\t%s\n' '--count' 'only how many there are'
            printf '%s\t%s\n' '--facet' 'how often each value of the fields occurs'
        case 'alert set-status'
            printf '%s\t%s\n' '--query' 'all that match this query'
            printf '%s\t%s\n' '--status' 'unresolved, in-progress, resolved, false-positive'
            printf '%s\t%s\n' '--severity' 'of this severity at least, 0 to 100'
            printf '%s\t%s\n' '--assigned' 'assigned to this user'
            printf '%s\t%s\n' '--unassigned' 'assigned to nobody'
            printf '%s\t%s\n' '--hostname' 'on this host'
            printf '%s\t%s\n' '--since' 'created at this time or later'
            printf '%s\t%s\n' '--until' 'created at this time or before'
            printf '%s\t%s\n' '--force' 'although the query names a field that is not known here, or ends with an operator'
        case 'alert assign'
            printf '%s\t%s\n' '--set-status' 'unresolved, in-progress, resolved or false-positive; in-progress when not said'
            printf '%s\t%s\n' '--query' 'all that match this query'
            printf '%s\t%s\n' '--status' 'unresolved, in-progress, resolved, false-positive'
            printf '%s\t%s\n' '--severity' 'of this severity at least, 0 to 100'
            printf '%s\t%s\n' '--assigned' 'assigned to this user'
            printf '%s\t%s\n' '--unassigned' 'assigned to nobody'
            printf '%s\t%s\n' '--hostname' 'on this host'
            printf '%s\t%s\n' '--since' 'created at this time or later'
            printf '%s\t%s\n' '--until' 'created at this time or before'
            printf '%s\t%s\n' '--force' 'although the query names a field that is not known here, or ends with an operator'
        case 'alert ignore'
            printf '%s\t%s\n' '--query' 'all that match this query'
            printf '%s\t%s\n' '--status' 'unresolved, in-progress, resolved, false-positive'
            printf '%s\t%s\n' '--severity' 'of this severity at least, 0 to 100'
            printf '%s\t%s\n' '--assigned' 'assigned to this user'
            printf '%s\t%s\n' '--unassigned' 'assigned to nobody'
            printf '%s\t%s\n' '--hostname' 'on this host'
            printf '%s\t%s\n' '--since' 'created at this time or later'
            printf '%s\t%s\n' '--until' 'created at this time or before'
            printf '%s\t%s\n' '--force' 'although the query names a field that is not known here, or ends with an operator'
        case 'group list'
            printf '%s\t%s\n' '--limit' 'at most so many rows; 50 when not said'
            printf '%s\t%s\n' '--all' 'all of them'
            printf '%s\t%s\n' '--start' 'how many rows to pass over'
            printf '%s\t%s\n' '--sort' 'order by a field, asc or desc'
            printf '%s\t%s\n' '--count' 'only how many there are'
        case 'group'
            printf '%s\t%s\n' '--limit' 'at most so many rows; 50 when not said'
            printf '%s\t%s\n' '--all' 'all of them'
            printf '%s\t%s\n' '--start' 'how many rows to pass over'
            printf '%s\t%s\n' '--sort' 'order by a field, asc or desc'
            printf '%s\t%s\n' '--count' 'only how many there are'
        case 'group create'
            printf '%s\t%s\n' '--site' 'id or name of its site; the default site when not said'
            printf '%s\t%s\n' '--server' 'where its sensors find the server'
        case 'site list'
            printf '%s\t%s\n' '--limit' 'at most so many rows; 50 when not said'
            printf '%s\t%s\n' '--all' 'all of them'
            printf '%s\t%s\n' '--start' 'how many rows to pass over'
            printf '%s\t%s\n' '--sort' 'order by a field, asc or desc'
            printf '%s\t%s\n' '--count' 'only how many there are'
        case 'site'
            printf '%s\t%s\n' '--limit' 'at most so many rows; 50 when not said'
            printf '%s\t%s\n' '--all' 'all of them'
            printf '%s\t%s\n' '--start' 'how many rows to pass over'
            printf '%s\t%s\n' '--sort' 'order by a field, asc or desc'
            printf '%s\t%s\n' '--count' 'only how many there are'
        case 'user list'
            printf '%s\t%s\n' '--limit' 'at most so many rows; 50 when not said'
            printf '%s\t%s\n' '--all' 'all of them'
            printf '%s\t%s\n' '--start' 'how many rows to pass over'
            printf '%s\t%s\n' '--sort' 'order by a field, asc or desc'
            printf '%s\t%s\n' '--count' 'only how many there are'
        case 'user'
            printf '%s\t%s\n' '--limit' 'at most so many rows; 50 when not said'
            printf '%s\t%s\n' '--all' 'all of them'
            printf '%s\t%s\n' '--start' 'how many rows to pass over'
            printf '%s\t%s\n' '--sort' 'order by a field, asc or desc'
            printf '%s\t%s\n' '--count' 'only how many there are'
        case 'user create'
            printf '%s\t%s\n' '--first-name' 'first name'
            printf '%s\t%s\n' '--last-name' 'last name'
            printf '%s\t%s\n' '--email' 'e-mail address'
            printf '%s\t%s\n' '--team' 'id or name of a team to be in'
            printf '%s\t%s\n' '--global-admin' 'may do everything on this server'
            printf '%s\t%s\n' '--password-stdin' 'take the password from stdin'
        case 'user set'
            printf '%s\t%s\n' '--first-name' 'first name'
            printf '%s\t%s\n' '--last-name' 'last name'
            printf '%s\t%s\n' '--email' 'e-mail address'
            printf '%s\t%s\n' '--global-admin' 'may do everything on this server'
        case 'user set-password'
            printf '%s\t%s\n' '--password-stdin' 'take both passwords from stdin'
        case 'team list'
            printf '%s\t%s\n' '--limit' 'at most so many rows; 50 when not said'
            printf '%s\t%s\n' '--all' 'all of them'
            printf '%s\t%s\n' '--start' 'how many rows to pass over'
            printf '%s\t%s\n' '--sort' 'order by a field, asc or desc'
            printf '%s\t%s\n' '--count' 'only how many there are'
        case 'team'
            printf '%s\t%s\n' '--limit' 'at most so many rows; 50 when not said'
            printf '%s\t%s\n' '--all' 'all of them'
            printf '%s\t%s\n' '--start' 'how many rows to pass over'
            printf '%s\t%s\n' '--sort' 'order by a field, asc or desc'
            printf '%s\t%s\n' '--count' 'only how many there are'
        case 'team create'
            printf '%s\t%s\n' '--access' 'what its users may do in a group'
        case 'investigation list'
            printf '%s\t%s\n' '--limit' 'at most so many rows; 50 when not said'
            printf '%s\t%s\n' '--all' 'all of them'
            printf '%s\t%s\n' '--start' 'how many rows to pass over'
            printf '%s\t%s\n' '--sort' 'order by a field, asc or desc'
            printf '%s\t%s\n' '--count' 'only how many there are'
        case 'investigation'
            printf '%s\t%s\n' '--limit' 'at most so many rows; 50 when not said'
            printf '%s\t%s\n' '--all' 'all of them'
            printf '%s\t%s\n' '--start' 'how many rows to pass over'
            printf '%s\t%s\n' '--sort' 'order by a field, asc or desc'
            printf '%s\t%s\n' '--count' 'only how many there are'
        case 'open'
            printf '%s\t%s\n' '--kind' 'what it is'
    end
    switch all
        case 'all'
            printf '%s\t%s\n' '--profile' 'which profile of ~/.cbrc'
            printf '%s\t%s\n' '--lab' 'the embedded lab server'
            printf '%s\t%s\n' '--output' 'how results are printed (table on a terminal, tsv on a pipe)'
            printf '%s\t%s\n' '--json' 'short for --output json'
            printf '%s\t%s\n' '--fields' 'which fields, by name or heading; help lists them'
            printf '%s\t%s\n' '--timeout' 'for one request'
            printf '%s\t%s\n' '--yes' 'no question before what destroys'
            printf '%s\t%s\n' '--dry-run' 'print each write instead of sending it'
            printf '%s\t%s\n' '--expect' 'nothing found is exit 3'
            printf '%s\t%s\n' '--quiet' 'no notes and no progress'
            printf '%s\t%s\n' '--debug' 'trace requests with their timings on stderr'
            printf '%s\t%s\n' '--no-color' 'colours, also on a pipe; --no-color for none'
            printf '%s\t%s\n' '--help' 'show help'
            printf '%s\t%s\n' '--version' 'show the version'
    end
    return 0
end

function __cbq_option_values
    switch "$argv[1] $argv[2]"
        case 'process search --group-by'
            return
        case 'process search --min-last-update'
            return
        case 'process search --max-last-update'
            return
        case 'process search --min-last-server-update'
            return
        case 'process search --max-last-server-update'
            return
        case 'process search --with'
            printf '%s\n' "$argv[3]"'sensor' "$argv[3]"'group' "$argv[3]"'binary'
            return
        case 'process search --limit'
            return
        case 'process search --start'
            return
        case 'process search --sort'
            return
        case 'process search --facet'
            return
        case 'process --group-by'
            return
        case 'process --min-last-update'
            return
        case 'process --max-last-update'
            return
        case 'process --min-last-server-update'
            return
        case 'process --max-last-server-update'
            return
        case 'process --with'
            printf '%s\n' "$argv[3]"'sensor' "$argv[3]"'group' "$argv[3]"'binary'
            return
        case 'process --limit'
            return
        case 'process --start'
            return
        case 'process --sort'
            return
        case 'process --facet'
            return
        case 'process tree --max-nodes'
            return
        case 'process tree --html'
            __fish_complete_path (string replace -- "$argv[3]" "" (commandline -ct))
            return
        case 'process events --type'
            printf '%s\n' "$argv[3]"'filemod' "$argv[3]"'regmod' "$argv[3]"'modload' "$argv[3]"'netconn' "$argv[3]"'childproc' "$argv[3]"'crossproc' "$argv[3]"'processblock' "$argv[3]"'scriptload' "$argv[3]"'other'
            return
        case 'process events --grep'
            return
        case 'process events --since'
            return
        case 'process events --until'
            return
        case 'process events --html'
            __fish_complete_path (string replace -- "$argv[3]" "" (commandline -ct))
            return
        case 'binary search --limit'
            return
        case 'binary search --start'
            return
        case 'binary search --sort'
            return
        case 'binary search --facet'
            return
        case 'binary --limit'
            return
        case 'binary --start'
            return
        case 'binary --sort'
            return
        case 'binary --facet'
            return
        case 'binary download --to'
            __fish_complete_path (string replace -- "$argv[3]" "" (commandline -ct))
            return
        case 'binary hexdump --bytes'
            return
        case 'sensor search --hostname'
            return
        case 'sensor search --ip'
            return
        case 'sensor search --group'
            return
        case 'sensor search --os'
            printf '%s\n' "$argv[3]"'windows' "$argv[3]"'linux' "$argv[3]"'macos'
            return
        case 'sensor search --status'
            return
        case 'sensor search --health'
            return
        case 'sensor search --limit'
            return
        case 'sensor search --start'
            return
        case 'sensor search --sort'
            return
        case 'sensor --hostname'
            return
        case 'sensor --ip'
            return
        case 'sensor --group'
            return
        case 'sensor --os'
            printf '%s\n' "$argv[3]"'windows' "$argv[3]"'linux' "$argv[3]"'macos'
            return
        case 'sensor --status'
            return
        case 'sensor --health'
            return
        case 'sensor --limit'
            return
        case 'sensor --start'
            return
        case 'sensor --sort'
            return
        case 'sensor move --group'
            return
        case 'sensor export --hostname'
            return
        case 'sensor export --ip'
            return
        case 'sensor export --group'
            return
        case 'sensor export --os'
            printf '%s\n' "$argv[3]"'windows' "$argv[3]"'linux' "$argv[3]"'macos'
            return
        case 'sensor export --status'
            return
        case 'sensor export --health'
            return
        case 'sensor export --to'
            __fish_complete_path (string replace -- "$argv[3]" "" (commandline -ct))
            return
        case 'ban list --limit'
            return
        case 'ban list --start'
            return
        case 'ban list --sort'
            return
        case 'ban --limit'
            return
        case 'ban --start'
            return
        case 'ban --sort'
            return
        case 'ban show --file'
            __fish_complete_path (string replace -- "$argv[3]" "" (commandline -ct))
            return
        case 'ban add --file'
            __fish_complete_path (string replace -- "$argv[3]" "" (commandline -ct))
            return
        case 'ban add --text'
            return
        case 'ban enable --file'
            __fish_complete_path (string replace -- "$argv[3]" "" (commandline -ct))
            return
        case 'ban enable --text'
            return
        case 'ban disable --file'
            __fish_complete_path (string replace -- "$argv[3]" "" (commandline -ct))
            return
        case 'ban disable --text'
            return
        case 'ban remove --file'
            __fish_complete_path (string replace -- "$argv[3]" "" (commandline -ct))
            return
        case 'watchlist list --type'
            printf '%s\n' "$argv[3]"'process' "$argv[3]"'binary'
            return
        case 'watchlist list --limit'
            return
        case 'watchlist list --start'
            return
        case 'watchlist list --sort'
            return
        case 'watchlist --type'
            printf '%s\n' "$argv[3]"'process' "$argv[3]"'binary'
            return
        case 'watchlist --limit'
            return
        case 'watchlist --start'
            return
        case 'watchlist --sort'
            return
        case 'watchlist create --query'
            return
        case 'watchlist create --type'
            printf '%s\n' "$argv[3]"'process' "$argv[3]"'binary'
            return
        case 'watchlist create --action'
            printf '%s\n' "$argv[3]"'alert' "$argv[3]"'email' "$argv[3]"'syslog' "$argv[3]"'http_post'
            return
        case 'watchlist create --description'
            return
        case 'watchlist run --group-by'
            return
        case 'watchlist run --min-last-update'
            return
        case 'watchlist run --max-last-update'
            return
        case 'watchlist run --min-last-server-update'
            return
        case 'watchlist run --max-last-server-update'
            return
        case 'watchlist run --with'
            printf '%s\n' "$argv[3]"'sensor' "$argv[3]"'group' "$argv[3]"'binary'
            return
        case 'watchlist run --limit'
            return
        case 'watchlist run --start'
            return
        case 'watchlist run --sort'
            return
        case 'watchlist run --facet'
            return
        case 'watchlist export --to'
            __fish_complete_path (string replace -- "$argv[3]" "" (commandline -ct))
            return
        case 'watchlist export --format'
            printf '%s\n' "$argv[3]"'yaml' "$argv[3]"'json'
            return
        case 'feed list --limit'
            return
        case 'feed list --start'
            return
        case 'feed list --sort'
            return
        case 'feed --limit'
            return
        case 'feed --start'
            return
        case 'feed --sort'
            return
        case 'feed add --username'
            return
        case 'feed add --cert'
            __fish_complete_path (string replace -- "$argv[3]" "" (commandline -ct))
            return
        case 'feed add --key'
            __fish_complete_path (string replace -- "$argv[3]" "" (commandline -ct))
            return
        case 'report search --feed'
            return
        case 'report search --limit'
            return
        case 'report search --start'
            return
        case 'report search --sort'
            return
        case 'report search --facet'
            return
        case 'report --feed'
            return
        case 'report --limit'
            return
        case 'report --start'
            return
        case 'report --sort'
            return
        case 'report --facet'
            return
        case 'report ignore --query'
            return
        case 'report ignore --feed'
            return
        case 'report unignore --query'
            return
        case 'report unignore --feed'
            return
        case 'alert search --status'
            return
        case 'alert search --severity'
            return
        case 'alert search --assigned'
            return
        case 'alert search --hostname'
            return
        case 'alert search --since'
            return
        case 'alert search --until'
            return
        case 'alert search --limit'
            return
        case 'alert search --start'
            return
        case 'alert search --sort'
            return
        case 'alert search --facet'
            return
        case 'alert --status'
            return
        case 'alert --severity'
            return
        case 'alert --assigned'
            return
        case 'alert --hostname'
            return
        case 'alert --since'
            return
        case 'alert --until'
            return
        case 'alert --limit'
            return
        case 'alert --start'
            return
        case 'alert --sort'
            return
        case 'alert --facet'
            return
        case 'alert set-status --query'
            return
        case 'alert set-status --status'
            return
        case 'alert set-status --severity'
            return
        case 'alert set-status --assigned'
            return
        case 'alert set-status --hostname'
            return
        case 'alert set-status --since'
            return
        case 'alert set-status --until'
            return
        case 'alert assign --set-status'
            return
        case 'alert assign --query'
            return
        case 'alert assign --status'
            return
        case 'alert assign --severity'
            return
        case 'alert assign --assigned'
            return
        case 'alert assign --hostname'
            return
        case 'alert assign --since'
            return
        case 'alert assign --until'
            return
        case 'alert ignore --query'
            return
        case 'alert ignore --status'
            return
        case 'alert ignore --severity'
            return
        case 'alert ignore --assigned'
            return
        case 'alert ignore --hostname'
            return
        case 'alert ignore --since'
            return
        case 'alert ignore --until'
            return
        case 'group list --limit'
            return
        case 'group list --start'
            return
        case 'group list --sort'
            return
        case 'group --limit'
            return
        case 'group --start'
            return
        case 'group --sort'
            return
        case 'group create --site'
            return
        case 'group create --server'
            return
        case 'site list --limit'
            return
        case 'site list --start'
            return
        case 'site list --sort'
            return
        case 'site --limit'
            return
        case 'site --start'
            return
        case 'site --sort'
            return
        case 'user list --limit'
            return
        case 'user list --start'
            return
        case 'user list --sort'
            return
        case 'user --limit'
            return
        case 'user --start'
            return
        case 'user --sort'
            return
        case 'user create --first-name'
            return
        case 'user create --last-name'
            return
        case 'user create --email'
            return
        case 'user create --team'
            return
        case 'user set --first-name'
            return
        case 'user set --last-name'
            return
        case 'user set --email'
            return
        case 'user set --global-admin'
            printf '%s\n' "$argv[3]"'yes' "$argv[3]"'no'
            return
        case 'team list --limit'
            return
        case 'team list --start'
            return
        case 'team list --sort'
            return
        case 'team --limit'
            return
        case 'team --start'
            return
        case 'team --sort'
            return
        case 'team create --access'
            return
        case 'investigation list --limit'
            return
        case 'investigation list --start'
            return
        case 'investigation list --sort'
            return
        case 'investigation --limit'
            return
        case 'investigation --start'
            return
        case 'investigation --sort'
            return
        case 'open --kind'
            printf '%s\n' "$argv[3]"'sensor' "$argv[3]"'process' "$argv[3]"'binary' "$argv[3]"'watchlist' "$argv[3]"'alert'
            return
    end
    switch $argv[2]
        case '--profile' '-p'
            __cbq_profiles "$argv[3]"
        case '--output' '-o'
            printf '%s\n' "$argv[3]"'table' "$argv[3]"'tsv' "$argv[3]"'json' "$argv[3]"'ndjson' "$argv[3]"'csv'
    end
    return 0
end

function __cbq_operand_values
    switch "$argv[1] $argv[2]"
        case ' 0'
            printf '%s\t%s\n' 'process' 'search processes by what they are and what they did'
            printf '%s\t%s\n' 'binary' 'search binaries by name, signature, version resource and prevalence'
            printf '%s\t%s\n' 'sensor' 'list sensors, by name, address, group, system, status or health'
            printf '%s\t%s\n' 'isolate' 'cut sensors off from the network, but for the server'
            printf '%s\t%s\n' 'unisolate' 'let isolated sensors back into the network'
            printf '%s\t%s\n' 'ban' 'list the hashes on the ban list, all of them'
            printf '%s\t%s\n' 'watchlist' 'list watchlists with their queries and how often they hit'
            printf '%s\t%s\n' 'feed' 'list feeds of threat reports'
            printf '%s\t%s\n' 'report' 'search the threat reports of all feeds'
            printf '%s\t%s\n' 'alert' 'search alerts by status, severity, host, cause and time'
            printf '%s\t%s\n' 'group' 'list sensor groups with their sites and numbers of sensors'
            printf '%s\t%s\n' 'site' 'list sites with the sensor groups in them'
            printf '%s\t%s\n' 'user' 'list the users of the console with their teams'
            printf '%s\t%s\n' 'team' 'list teams and who is in them'
            printf '%s\t%s\n' 'info' 'what the server says of itself: version, Live Response, limits'
            printf '%s\t%s\n' 'license' 'until when, and for how many sensors the server is licensed'
            printf '%s\t%s\n' 'partition' 'list the storage partitions of the event store'
            printf '%s\t%s\n' 'investigation' 'list the investigations of the console'
            printf '%s\t%s\n' 'open' 'print the console link of a sensor, process, binary, watchlist or alert'
            printf '%s\t%s\n' 'completion' 'print the completion script for the analyst\'s own shell'
            printf '%s\t%s\n' 'help' 'show help'
        case 'process 0'
            printf '%s\t%s\n' 'search' 'search processes by what they are and what they did'
            printf '%s\t%s\n' 'list' 'search processes by what they are and what they did'
            printf '%s\t%s\n' 'show' 'show what is known of a process'
            printf '%s\t%s\n' 'parents' 'show who started a process, up to the kernel'
            printf '%s\t%s\n' 'tree' 'draw a process with everything it started'
            printf '%s\t%s\n' 'events' 'list what a process did, in the order of time'
            printf '%s\t%s\n' 'segments' 'list the segments that the server keeps of a process'
        case 'binary 0'
            printf '%s\t%s\n' 'search' 'search binaries by name, signature, version resource and prevalence'
            printf '%s\t%s\n' 'list' 'search binaries by name, signature, version resource and prevalence'
            printf '%s\t%s\n' 'show' 'show signature, version, names and prevalence of a binary'
            printf '%s\t%s\n' 'download' 'fetch the content of binaries, unpacked and checked'
            printf '%s\t%s\n' 'hexdump' 'show the first bytes of a binary without fetching all of it'
        case 'sensor 0'
            printf '%s\t%s\n' 'search' 'list sensors, by name, address, group, system, status or health'
            printf '%s\t%s\n' 'list' 'list sensors, by name, address, group, system, status or health'
            printf '%s\t%s\n' 'show' 'show health, backlog, clock, check-in and isolation of a sensor'
            printf '%s\t%s\n' 'isolate' 'cut sensors off from the network, but for the server'
            printf '%s\t%s\n' 'unisolate' 'let isolated sensors back into the network'
            printf '%s\t%s\n' 'move' 'put sensors into another group'
            printf '%s\t%s\n' 'restart' 'restart the service of sensors at their next check-in'
            printf '%s\t%s\n' 'flush' 'have sensors send all their events at once'
            printf '%s\t%s\n' 'export' 'write all sensors as CSV, page by page as they come'
        case 'ban 0'
            printf '%s\t%s\n' 'list' 'list the hashes on the ban list, all of them'
            printf '%s\t%s\n' 'show' 'show whether hashes are banned, by whom and why, and what was stopped'
            printf '%s\t%s\n' 'add' 'ban hashes, after a look at where they were seen and who signed them'
            printf '%s\t%s\n' 'enable' 'ban hashes again whose bans were disabled'
            printf '%s\t%s\n' 'disable' 'let banned hashes run again, and keep why they were banned'
            printf '%s\t%s\n' 'remove' 'let banned hashes run again, and forget why they were banned'
        case 'watchlist 0'
            printf '%s\t%s\n' 'list' 'list watchlists with their queries and how often they hit'
            printf '%s\t%s\n' 'show' 'show watchlists: query, actions and hits'
            printf '%s\t%s\n' 'create' 'make a watchlist of a query'
            printf '%s\t%s\n' 'run' 'search with the query of a watchlist, now'
            printf '%s\t%s\n' 'enable' 'let watchlists run again'
            printf '%s\t%s\n' 'disable' 'keep watchlists from running'
            printf '%s\t%s\n' 'remove' 'remove watchlists and their actions for good'
            printf '%s\t%s\n' 'export' 'write watchlists as a file that can be kept in git'
            printf '%s\t%s\n' 'import' 'make the watchlists of a file that the server does not have'
            printf '%s\t%s\n' 'diff' 'show in what a server differs from a file of watchlists'
            printf '%s\t%s\n' 'apply' 'make a server have the watchlists of a file'
        case 'feed 0'
            printf '%s\t%s\n' 'list' 'list feeds of threat reports'
            printf '%s\t%s\n' 'show' 'show a feed: where it comes from, and how it is fetched'
            printf '%s\t%s\n' 'add' 'add a feed by the address that the server fetches it from'
            printf '%s\t%s\n' 'enable' 'enable feeds'
            printf '%s\t%s\n' 'disable' 'disable feeds'
            printf '%s\t%s\n' 'sync' 'let the server fetch feeds now'
            printf '%s\t%s\n' 'remove' 'remove feeds with their reports'
        case 'report 0'
            printf '%s\t%s\n' 'search' 'search the threat reports of all feeds'
            printf '%s\t%s\n' 'list' 'search the threat reports of all feeds'
            printf '%s\t%s\n' 'show' 'show a threat report with its indicators'
            printf '%s\t%s\n' 'ignore' 'ignore threat reports: their hits raise no alert'
            printf '%s\t%s\n' 'unignore' 'let the hits of threat reports raise alerts again'
        case 'alert 0'
            printf '%s\t%s\n' 'search' 'search alerts by status, severity, host, cause and time'
            printf '%s\t%s\n' 'list' 'search alerts by status, severity, host, cause and time'
            printf '%s\t%s\n' 'show' 'show an alert: what raised it, where, and who works on it'
            printf '%s\t%s\n' 'set-status' 'set the status of alerts: those named, or all that match a query'
            printf '%s\t%s\n' 'assign' 'assign alerts to a user, and set them In Progress'
            printf '%s\t%s\n' 'ignore' 'mark alerts False Positive, and ignore the threat reports behind them'
        case 'group 0'
            printf '%s\t%s\n' 'list' 'list sensor groups with their sites and numbers of sensors'
            printf '%s\t%s\n' 'show' 'show a sensor group: its policy, exclusions, and who has access'
            printf '%s\t%s\n' 'create' 'create a sensor group in a site'
            printf '%s\t%s\n' 'remove' 'remove empty sensor groups'
        case 'site 0'
            printf '%s\t%s\n' 'list' 'list sites with the sensor groups in them'
            printf '%s\t%s\n' 'show' 'show a site and the sensor groups in it'
            printf '%s\t%s\n' 'create' 'create a site'
            printf '%s\t%s\n' 'remove' 'remove sites that have no sensor groups'
        case 'user 0'
            printf '%s\t%s\n' 'list' 'list the users of the console with their teams'
            printf '%s\t%s\n' 'show' 'show a user of the console'
            printf '%s\t%s\n' 'create' 'create a user of the console'
            printf '%s\t%s\n' 'set' 'change the names, the e-mail or the rank of a user'
            printf '%s\t%s\n' 'set-password' 'give a user another password; the present one is needed'
            printf '%s\t%s\n' 'remove' 'remove users of the console'
        case 'team 0'
            printf '%s\t%s\n' 'list' 'list teams and who is in them'
            printf '%s\t%s\n' 'show' 'show a team: who is in it, and what they may do in which group'
            printf '%s\t%s\n' 'create' 'create a team, with its access to sensor groups'
            printf '%s\t%s\n' 'remove' 'remove teams; their users stay, without the access it gave'
            printf '%s\t%s\n' 'add-user' 'put users into a team'
            printf '%s\t%s\n' 'remove-user' 'take users out of a team'
        case 'partition 0'
            printf '%s\t%s\n' 'list' 'list the storage partitions of the event store'
        case 'investigation 0'
            printf '%s\t%s\n' 'list' 'list the investigations of the console'
            printf '%s\t%s\n' 'show' 'show the events that were tagged for an investigation, in time order'
    end
    switch "$argv[1]"
        case 'watchlist import'
            if test $argv[2] -eq 0
                __fish_complete_path (string replace -- "$argv[3]" "" (commandline -ct))
            end
        case 'watchlist diff'
            if test $argv[2] -eq 0
                __fish_complete_path (string replace -- "$argv[3]" "" (commandline -ct))
            end
        case 'watchlist apply'
            if test $argv[2] -eq 0
                __fish_complete_path (string replace -- "$argv[3]" "" (commandline -ct))
            end
        case 'completion'
            if test $argv[2] -eq 0
                printf '%s\n' "$argv[3]"'bash' "$argv[3]"'zsh' "$argv[3]"'fish' "$argv[3]"'powershell'
            end
        case 'help'
            if test $argv[2] -eq 0
                printf '%s\n' "$argv[3]"'process' "$argv[3]"'binary' "$argv[3]"'sensor' "$argv[3]"'isolate' "$argv[3]"'unisolate' "$argv[3]"'ban' "$argv[3]"'watchlist' "$argv[3]"'feed' "$argv[3]"'report' "$argv[3]"'alert' "$argv[3]"'group' "$argv[3]"'site' "$argv[3]"'user' "$argv[3]"'team' "$argv[3]"'info' "$argv[3]"'license' "$argv[3]"'partition' "$argv[3]"'investigation' "$argv[3]"'open' "$argv[3]"'completion' "$argv[3]"'exit-codes'
            end
    end
    return 0
end

function __cbq_profiles
    set -l first "$HOME/.cbrc"
    set -q CBRC; and test -n "$CBRC"; and set first $CBRC
    printf '%s%s\n' "$argv[1]" 'lab'
    for name in (sed -n 's/^\[\([A-Za-z0-9._-][A-Za-z0-9._-]*\)\].*/\1/p' $first "$HOME/.carbonblack/credentials.response" '/etc/carbonblack/credentials.response' 2>/dev/null)
        test "$name" != DEFAULT; and printf '%s%s\n' "$argv[1]" $name
    end
    return 0
end

function __cbq_complete
    set -l command ''
    set -l option ''
    set -l ended ''
    set -l operands 0
    set -l pair ''
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -e words[1]
    for word in $words
        if test -n "$option"
            set option ''
        else if test -n "$ended"; or not string match -qr -- '^-.' $word
            if test -z "$command"
                set command (__cbq_canonical $word)
            else
                set pair ''
                test $operands = 0; and set pair (__cbq_canonical "$command $word")
                if test -n "$pair"
                    set command $pair
                else
                    set operands (math $operands + 1)
                end
            end
        else if test $word = --
            set ended 1
        else if __cbq_takes "$command" $word
            set option $word
        end
    end
    if test -n "$option"
        __cbq_option_values "$command" $option ''
    else if __cbq_is_command_line "$command" $operands
        return
    else if test -z "$ended"; and string match -qr -- '^--[^=]+=' $current
        set option (string replace -r -- '=.*' '' $current)
        __cbq_option_values "$command" $option "$option="
    else if test -z "$ended"; and string match -q -- '-*' $current
        __cbq_options "$command"
    else
        __cbq_operand_values "$command" $operands
    end
end

complete -c cbq -f -a '(__cbq_complete)'
