# fish completion for cbq; made by: cbq completion fish
# load it with: cbq completion fish | source

function __cbq_canonical
    switch "$argv[1]"
        case 'process search' 'process'
            echo 'process search'
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
        case 'binary search' 'binary'
            echo 'binary search'
        case 'binary show'
            echo 'binary show'
        case 'binary download'
            echo 'binary download'
        case 'binary hexdump'
            echo 'binary hexdump'
        case 'sensor'
            echo 'sensor'
        case 'sensor show'
            echo 'sensor show'
        case 'info'
            echo 'info'
        case 'partition list' 'partition'
            echo 'partition list'
        case 'help'
            echo 'help'
        case 'process'
            echo 'process'
        case 'binary'
            echo 'binary'
        case 'partition'
            echo 'partition'
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
        case 'binary download --to'
            return 0
        case 'binary hexdump --bytes'
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
        case 'sensor --limit'
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
        case 'binary download'
            printf '%s\t%s\n' '--to' 'a folder, or the file for a single binary; this folder when not said'
            printf '%s\t%s\n' '--zip' 'keep the ZIP as the server made it, checked'
        case 'binary hexdump'
            printf '%s\t%s\n' '--bytes' 'how many; 256 when not said'
        case 'sensor'
            printf '%s\t%s\n' '--hostname' 'part of the name; the server minds the case'
            printf '%s\t%s\n' '--ip' 'part of an address'
            printf '%s\t%s\n' '--group' 'sensor group'
            printf '%s\t%s\n' '--os' 'system'
            printf '%s\t%s\n' '--status' 'in the words of the server: Online, Offline, Uninstalled …'
            printf '%s\t%s\n' '--limit' 'at most so many; 50 when not said'
            printf '%s\t%s\n' '--all' 'all of them'
    end
    switch all
        case 'all'
            printf '%s\t%s\n' '--profile' 'which profile of ~/.cbrc'
            printf '%s\t%s\n' '--lab' 'the embedded lab server'
            printf '%s\t%s\n' '--output' 'how results are printed (table on a terminal, tsv on a pipe)'
            printf '%s\t%s\n' '--json' 'short for --output json'
            printf '%s\t%s\n' '--fields' 'which fields, by their wire names'
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
        case 'process tree --max-nodes'
            return
        case 'process tree --html'
            __fish_complete_path (string replace -- "$argv[3]" "" (commandline -ct))
            return
        case 'process events --type'
            printf '%s\n' "$argv[3]"'filemod' "$argv[3]"'regmod' "$argv[3]"'modload' "$argv[3]"'netconn' "$argv[3]"'childproc' "$argv[3]"'crossproc' "$argv[3]"'processblock' "$argv[3]"'scriptload'
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
        case 'binary download --to'
            __fish_complete_path (string replace -- "$argv[3]" "" (commandline -ct))
            return
        case 'binary hexdump --bytes'
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
        case 'sensor --limit'
            return
    end
    switch $argv[2]
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
            printf '%s\t%s\n' 'sensor' 'list sensors, by name, address, group, system or status'
            printf '%s\t%s\n' 'info' 'what the server says of itself: version, Live Response, limits'
            printf '%s\t%s\n' 'partition' 'list the storage partitions of the event store'
            printf '%s\t%s\n' 'help' 'show help'
        case 'process 0'
            printf '%s\t%s\n' 'search' 'search processes by what they are and what they did'
            printf '%s\t%s\n' 'show' 'show what is known of a process'
            printf '%s\t%s\n' 'parents' 'show who started a process, up to the kernel'
            printf '%s\t%s\n' 'tree' 'draw a process with everything it started'
            printf '%s\t%s\n' 'events' 'list what a process did, in the order of time'
            printf '%s\t%s\n' 'segments' 'list the segments that the server keeps of a process'
        case 'binary 0'
            printf '%s\t%s\n' 'search' 'search binaries by name, signature, version resource and prevalence'
            printf '%s\t%s\n' 'show' 'show signature, version, names and prevalence of a binary'
            printf '%s\t%s\n' 'download' 'fetch the content of binaries, unpacked and checked'
            printf '%s\t%s\n' 'hexdump' 'show the first bytes of a binary without fetching all of it'
        case 'sensor 0'
            printf '%s\t%s\n' 'show' 'show one sensor'
        case 'partition 0'
            printf '%s\t%s\n' 'list' 'list the storage partitions of the event store'
    end
    switch "$argv[1]"
        case 'help'
            if test $argv[2] -eq 0
                printf '%s\n' "$argv[3]"'process' "$argv[3]"'binary' "$argv[3]"'sensor' "$argv[3]"'info' "$argv[3]"'partition' "$argv[3]"'exit-codes'
            end
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
