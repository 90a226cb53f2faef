# fish completion for cblr; made by: cblr completion fish
# load it with: cblr completion fish | source

function __cblr_canonical
    switch "$argv[1]"
        case 'connect'
            echo 'connect'
        case 'sessions'
            echo 'sessions'
        case 'session show'
            echo 'session show'
        case 'session close'
            echo 'session close'
        case 'session archive'
            echo 'session archive'
        case 'session commands'
            echo 'session commands'
        case 'session files'
            echo 'session files'
        case 'profile add'
            echo 'profile add'
        case 'profile list'
            echo 'profile list'
        case 'profile'
            echo 'profile'
        case 'profile show'
            echo 'profile show'
        case 'profile use'
            echo 'profile use'
        case 'profile check'
            echo 'profile check'
        case 'profile remove'
            echo 'profile remove'
        case 'lab'
            echo 'lab'
        case 'completion'
            echo 'completion'
        case 'ls' 'dir'
            echo 'ls'
        case 'pwd'
            echo 'pwd'
        case 'drives'
            echo 'drives'
        case 'stat'
            echo 'stat'
        case 'find'
            echo 'find'
        case 'tree'
            echo 'tree'
        case 'cat' 'type'
            echo 'cat'
        case 'head'
            echo 'head'
        case 'tail'
            echo 'tail'
        case 'hexdump' 'xxd'
            echo 'hexdump'
        case 'get'
            echo 'get'
        case 'put'
            echo 'put'
        case 'rm' 'del'
            echo 'rm'
        case 'mkdir' 'md'
            echo 'mkdir'
        case 'ps'
            echo 'ps'
        case 'kill'
            echo 'kill'
        case 'ban'
            echo 'ban'
        case 'recorded'
            echo 'recorded'
        case 'exec'
            echo 'exec'
        case 'run'
            echo 'run'
        case 'reg query'
            echo 'reg query'
        case 'reg get'
            echo 'reg get'
        case 'reg set'
            echo 'reg set'
        case 'reg create'
            echo 'reg create'
        case 'reg delete'
            echo 'reg delete'
        case 'reg export'
            echo 'reg export'
        case 'memdump'
            echo 'memdump'
        case 'info'
            echo 'info'
        case 'jobs'
            echo 'jobs'
        case 'cancel'
            echo 'cancel'
        case 'files'
            echo 'files'
        case 'files get'
            echo 'files get'
        case 'files rm'
            echo 'files rm'
        case 'archive'
            echo 'archive'
        case 'help'
            echo 'help'
        case 'session'
            echo 'session'
        case 'reg'
            echo 'reg'
        case '*'
            string match -q -- '* *' $argv[1]; or echo '?'
    end
    return 0
end

function __cblr_takes
    switch "$argv[1] $argv[2]"
        case 'connect --command' 'connect -c'
            return 0
        case 'connect --script'
            return 0
        case 'connect --check-in-timeout'
            return 0
        case 'connect --session-timeout'
            return 0
        case 'connect --sensor-wait-timeout'
            return 0
        case 'connect --command-timeout'
            return 0
        case 'connect --storage-ttl'
            return 0
        case 'session commands --status'
            return 0
        case 'session commands --count'
            return 0
        case 'profile add --url'
            return 0
        case 'profile add --token-command'
            return 0
        case 'profile add --ca'
            return 0
        case 'profile add --proxy'
            return 0
        case 'profile add --label'
            return 0
        case 'lab --port'
            return 0
        case 'lab --data'
            return 0
        case 'lab --seed'
            return 0
        case 'lab --now'
            return 0
        case 'lab --era'
            return 0
        case 'lab --sensors'
            return 0
        case 'lab --processes'
            return 0
        case 'lab --alerts'
            return 0
        case 'lab --check-in'
            return 0
        case 'lab --sensor-latency'
            return 0
        case 'lab --user'
            return 0
        case 'lab --fault'
            return 0
        case 'find --name'
            return 0
        case 'find --type'
            return 0
        case 'find --newer'
            return 0
        case 'find --larger'
            return 0
        case 'find --depth'
            return 0
        case 'tree --depth'
            return 0
        case 'cat --encoding'
            return 0
        case 'head --lines' 'head -n'
            return 0
        case 'head --encoding'
            return 0
        case 'tail --lines' 'tail -n'
            return 0
        case 'tail --encoding'
            return 0
        case 'hexdump --offset'
            return 0
        case 'hexdump --count' 'hexdump -n'
            return 0
        case 'get --offset'
            return 0
        case 'get --bytes'
            return 0
        case 'mkdir --parents' 'mkdir -p'
            return 1
        case 'ps --name'
            return 0
        case 'ps --user'
            return 0
        case 'ps --pid'
            return 0
        case 'ban --text'
            return 0
        case 'recorded --type'
            return 0
        case 'exec --dir'
            return 0
        case 'exec --remote-output'
            return 0
        case 'exec --deadline'
            return 0
        case 'exec --encoding'
            return 0
        case 'run --deadline'
            return 0
        case 'run --encoding'
            return 0
        case 'reg set --type'
            return 0
        case 'reg set --data'
            return 0
        case 'reg delete --key'
            return 0
        case 'reg export --to'
            return 0
        case 'memdump --get'
            return 0
        case 'jobs --status'
            return 0
        case 'jobs --count'
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

function __cblr_is_command_line
    switch "$argv[1]"
        case 'exec'
            test $argv[2] -gt 1
            return $status
        case 'run'
            test $argv[2] -gt 2
            return $status
    end
    return 1
end

function __cblr_options
    switch "$argv[1]"
        case 'connect'
            printf '%s\t%s\n' '--command' 'run these verbs, separated by ; and leave'
            printf '%s\t%s\n' '--script' 'run the verbs in a file, one a line, and leave'
            printf '%s\t%s\n' '--keep-going' 'go on after a verb that failed'
            printf '%s\t%s\n' '--keep' 'leave the session open'
            printf '%s\t%s\n' '--wait' 'wait for a sensor that is offline (20m)'
            printf '%s\t%s\n' '--allow-local' 'local commands (! and |) without a terminal too'
            printf '%s\t%s\n' '--check-in-timeout' 'how long the server waits for the sensor'
            printf '%s\t%s\n' '--session-timeout' 'idle time after which the session ends'
            printf '%s\t%s\n' '--sensor-wait-timeout' 'length of the sensor\'s long poll'
            printf '%s\t%s\n' '--command-timeout' 'how long the sensor works at a command'
            printf '%s\t%s\n' '--storage-ttl' 'how long the server keeps the session after its end'
        case 'sessions'
            printf '%s\t%s\n' '--all' 'closed ones too, until the server purges them'
        case 'session archive'
            printf '%s\t%s\n' '--force' 'replace the local file'
        case 'session commands'
            printf '%s\t%s\n' '--status' 'only in this state'
            printf '%s\t%s\n' '--count' 'only the last N'
        case 'profile add'
            printf '%s\t%s\n' '--url' 'the server: https://host or https://host:port'
            printf '%s\t%s\n' '--token-stdin' 'read the API token from stdin'
            printf '%s\t%s\n' '--token-command' 'a command line that prints the token when one is needed'
            printf '%s\t%s\n' '--pin' 'trust the certificate with this fingerprint; without a value, the one that the server shows now'
            printf '%s\t%s\n' '--ca' 'the CA\'s or the server\'s own certificate, in PEM'
            printf '%s\t%s\n' '--no-verify-hostname' 'the certificate may be for another name'
            printf '%s\t%s\n' '--no-verify' 'trust any certificate: whoever is in between reads the token'
            printf '%s\t%s\n' '--proxy' 'reach it through this proxy'
            printf '%s\t%s\n' '--ignore-system-proxy' 'take no proxy from the environment'
            printf '%s\t%s\n' '--readonly' 'refuse everything that changes something'
            printf '%s\t%s\n' '--label' 'shown in the prompt, such as PRODUCTION'
            printf '%s\t%s\n' '--use' 'use it from now on when no profile is named'
            printf '%s\t%s\n' '--force' 'change a profile that is there; what is not given stays'
        case 'lab'
            printf '%s\t%s\n' '--port' 'port to serve on; a free one if not said'
            printf '%s\t%s\n' '--no-tls' 'plain HTTP'
            printf '%s\t%s\n' '--data' 'keep the store, the certificate and the token there'
            printf '%s\t%s\n' '--seed' 'what the made-up data is made from'
            printf '%s\t%s\n' '--now' 'the time its clock starts at'
            printf '%s\t%s\n' '--era' 'which age of server it plays'
            printf '%s\t%s\n' '--sensors' 'how many sensors; 60 if not said'
            printf '%s\t%s\n' '--processes' 'how many process documents'
            printf '%s\t%s\n' '--alerts' 'how many alerts; 60 if not said'
            printf '%s\t%s\n' '--check-in' 'time between two check-ins of a sensor'
            printf '%s\t%s\n' '--sensor-latency' 'time a command takes'
            printf '%s\t%s\n' '--user' 'whose token --lab uses: admin if not said; analyst, viewer'
            printf '%s\t%s\n' '--fault' 'a fault from the start'
            printf '%s\t%s\n' '--this-machine' 'sensor 5 is this computer: list processes and folders, get files'
            printf '%s\t%s\n' '--allow-write' 'let it also write, delete, kill and start programs here'
            printf '%s\t%s\n' '--listen-anywhere' 'serve other computers too: whoever has the token is in'
        case 'ls'
            printf '%s\t%s\n' '--long' 'attributes, three times and the 8.3 name too'
            printf '%s\t%s\n' '--all' '. and .. too'
            printf '%s\t%s\n' '--by-time' 'last written first'
            printf '%s\t%s\n' '--by-size' 'largest first'
            printf '%s\t%s\n' '--reverse' 'the other way round'
        case 'find'
            printf '%s\t%s\n' '--name' 'names that match; any of several'
            printf '%s\t%s\n' '--type' 'only files, or only directories'
            printf '%s\t%s\n' '--newer' 'written after this time'
            printf '%s\t%s\n' '--larger' 'files of more bytes'
            printf '%s\t%s\n' '--depth' 'how many levels down'
        case 'tree'
            printf '%s\t%s\n' '--depth' 'how many levels down'
            printf '%s\t%s\n' '--dirs' 'directories only'
        case 'cat'
            printf '%s\t%s\n' '--encoding' 'utf-8, utf-16le, cp850 …; found out when not said'
            printf '%s\t%s\n' '--raw' 'the bytes as they are'
        case 'head'
            printf '%s\t%s\n' '--lines' 'how many; 10 when not said'
            printf '%s\t%s\n' '--encoding' 'utf-8, utf-16le, cp850 …; found out when not said'
        case 'tail'
            printf '%s\t%s\n' '--lines' 'how many; 10 when not said'
            printf '%s\t%s\n' '--follow' 'show what is added, until Ctrl-C'
            printf '%s\t%s\n' '--encoding' 'utf-8, utf-16le, cp850 …; found out when not said'
        case 'hexdump'
            printf '%s\t%s\n' '--offset' 'where to begin'
            printf '%s\t%s\n' '--count' 'how many bytes; to the end when not said'
        case 'get'
            printf '%s\t%s\n' '--recursive' 'directories with all in them'
            printf '%s\t%s\n' '--offset' 'begin behind so many bytes'
            printf '%s\t%s\n' '--bytes' 'at most so many bytes'
            printf '%s\t%s\n' '--resume' 'go on with an earlier .part'
            printf '%s\t%s\n' '--force' 'replace a local file that is there'
        case 'put'
            printf '%s\t%s\n' '--recursive' 'a folder with all in it'
            printf '%s\t%s\n' '--force' 'replace what is there'
        case 'rm'
            printf '%s\t%s\n' '--recursive' 'directories with all in them'
        case 'mkdir'
            printf '%s\t%s\n' '--parents' 'those above it too; what is there already is no error'
        case 'ps'
            printf '%s\t%s\n' '--tree' 'draw who started whom'
            printf '%s\t%s\n' '--name' 'only programs of this name, * and ? allowed'
            printf '%s\t%s\n' '--user' 'only of this user, with or without the domain, * and ? allowed'
            printf '%s\t%s\n' '--pid' 'only this process'
        case 'kill'
            printf '%s\t%s\n' '--wait' 'look until the process is gone'
        case 'ban'
            printf '%s\t%s\n' '--text' 'why, for who looks at the ban list later'
            printf '%s\t%s\n' '--force' 'without questions, and where nobody can tell where they were seen'
        case 'recorded'
            printf '%s\t%s\n' '--events' 'everything it did, in the order of time'
            printf '%s\t%s\n' '--type' 'only events of these kinds'
            printf '%s\t%s\n' '--binary' 'signature, version and prevalence of what runs'
        case 'exec'
            printf '%s\t%s\n' '--dir' 'run it in this directory'
            printf '%s\t%s\n' '--remote-output' 'keep the output in this file on the sensor'
            printf '%s\t%s\n' '--no-wait' 'start it and give its pid'
            printf '%s\t%s\n' '--follow' 'show the output as it grows, without holding the sensor'
            printf '%s\t%s\n' '--deadline' 'wait this long for its end (10m; with --follow no limit)'
            printf '%s\t%s\n' '--propagate' 'make its exit code ours'
            printf '%s\t%s\n' '--encoding' 'utf-8, utf-16le, cp850 …; found out when not said'
        case 'run'
            printf '%s\t%s\n' '--deadline' 'wait this long for its end (10m)'
            printf '%s\t%s\n' '--propagate' 'make its exit code ours'
            printf '%s\t%s\n' '--encoding' 'utf-8, utf-16le, cp850 …; found out when not said'
        case 'reg set'
            printf '%s\t%s\n' '--type' 'type of the value (REG_SZ)'
            printf '%s\t%s\n' '--data' 'its data'
            printf '%s\t%s\n' '--force' 'replace a value that is there'
        case 'reg delete'
            printf '%s\t%s\n' '--key' 'delete this key'
        case 'reg export'
            printf '%s\t%s\n' '--to' 'local file, as regedit imports it'
            printf '%s\t%s\n' '--force' 'replace the local file'
        case 'memdump'
            printf '%s\t%s\n' '--get' 'fetch it to this file or folder'
            printf '%s\t%s\n' '--compress' 'let the sensor compress it'
            printf '%s\t%s\n' '--keep' 'leave it on the sensor when it has been fetched'
            printf '%s\t%s\n' '--force' 'over a file that is on the sensor already'
        case 'jobs'
            printf '%s\t%s\n' '--status' 'only in this state'
            printf '%s\t%s\n' '--count' 'only the last N'
        case 'files get'
            printf '%s\t%s\n' '--force' 'replace the local file'
        case 'archive'
            printf '%s\t%s\n' '--force' 'replace the local file'
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

function __cblr_option_values
    switch "$argv[1] $argv[2]"
        case 'connect --command' 'connect -c'
            return
        case 'connect --script'
            __fish_complete_path (string replace -- "$argv[3]" "" (commandline -ct))
            return
        case 'connect --check-in-timeout'
            return
        case 'connect --session-timeout'
            return
        case 'connect --sensor-wait-timeout'
            return
        case 'connect --command-timeout'
            return
        case 'connect --storage-ttl'
            return
        case 'session commands --status'
            printf '%s\n' "$argv[3]"'pending' "$argv[3]"'in-progress' "$argv[3]"'complete' "$argv[3]"'error' "$argv[3]"'canceled'
            return
        case 'session commands --count'
            return
        case 'profile add --url'
            return
        case 'profile add --token-command'
            return
        case 'profile add --ca'
            __fish_complete_path (string replace -- "$argv[3]" "" (commandline -ct))
            return
        case 'profile add --proxy'
            return
        case 'profile add --label'
            return
        case 'lab --port'
            return
        case 'lab --data'
            __fish_complete_path (string replace -- "$argv[3]" "" (commandline -ct))
            return
        case 'lab --seed'
            return
        case 'lab --now'
            return
        case 'lab --era'
            printf '%s\n' "$argv[3]"'5.2' "$argv[3]"'6.2' "$argv[3]"'7.8'
            return
        case 'lab --sensors'
            return
        case 'lab --processes'
            return
        case 'lab --alerts'
            return
        case 'lab --check-in'
            return
        case 'lab --sensor-latency'
            return
        case 'lab --user'
            return
        case 'lab --fault'
            return
        case 'find --name'
            return
        case 'find --type'
            printf '%s\n' "$argv[3]"'f' "$argv[3]"'d'
            return
        case 'find --newer'
            return
        case 'find --larger'
            return
        case 'find --depth'
            return
        case 'tree --depth'
            return
        case 'cat --encoding'
            return
        case 'head --lines' 'head -n'
            return
        case 'head --encoding'
            return
        case 'tail --lines' 'tail -n'
            return
        case 'tail --encoding'
            return
        case 'hexdump --offset'
            return
        case 'hexdump --count' 'hexdump -n'
            return
        case 'get --offset'
            return
        case 'get --bytes'
            return
        case 'mkdir --parents' 'mkdir -p'
            return
        case 'ps --name'
            return
        case 'ps --user'
            return
        case 'ps --pid'
            return
        case 'ban --text'
            return
        case 'recorded --type'
            printf '%s\n' "$argv[3]"'filemod' "$argv[3]"'regmod' "$argv[3]"'modload' "$argv[3]"'netconn' "$argv[3]"'childproc' "$argv[3]"'crossproc' "$argv[3]"'processblock' "$argv[3]"'scriptload' "$argv[3]"'other'
            return
        case 'exec --dir'
            return
        case 'exec --remote-output'
            return
        case 'exec --deadline'
            return
        case 'exec --encoding'
            return
        case 'run --deadline'
            return
        case 'run --encoding'
            return
        case 'reg set --type'
            printf '%s\n' "$argv[3]"'REG_SZ' "$argv[3]"'REG_EXPAND_SZ' "$argv[3]"'REG_DWORD' "$argv[3]"'REG_QWORD' "$argv[3]"'REG_MULTI_SZ' "$argv[3]"'REG_BINARY' "$argv[3]"'REG_NONE'
            return
        case 'reg set --data'
            return
        case 'reg delete --key'
            return
        case 'reg export --to'
            __fish_complete_path (string replace -- "$argv[3]" "" (commandline -ct))
            return
        case 'memdump --get'
            __fish_complete_path (string replace -- "$argv[3]" "" (commandline -ct))
            return
        case 'jobs --status'
            printf '%s\n' "$argv[3]"'pending' "$argv[3]"'in-progress' "$argv[3]"'complete' "$argv[3]"'error' "$argv[3]"'canceled'
            return
        case 'jobs --count'
            return
    end
    switch $argv[2]
        case '--profile' '-p'
            __cblr_profiles "$argv[3]"
        case '--output' '-o'
            printf '%s\n' "$argv[3]"'table' "$argv[3]"'tsv' "$argv[3]"'json' "$argv[3]"'ndjson' "$argv[3]"'csv'
    end
    return 0
end

function __cblr_operand_values
    switch "$argv[1] $argv[2]"
        case ' 0'
            printf '%s\t%s\n' 'connect' 'open a Live Response shell on a sensor'
            printf '%s\t%s\n' 'sessions' 'list the Live Response sessions of the server'
            printf '%s\t%s\n' 'profile' 'list the profiles of all files, the current one marked'
            printf '%s\t%s\n' 'lab' 'serve the embedded lab: an EDR server with sensors on this computer'
            printf '%s\t%s\n' 'completion' 'print the completion script for the analyst\'s own shell'
            printf '%s\t%s\n' 'ls' 'list directories and files on the sensor'
            printf '%s\t%s\n' 'dir' 'list directories and files on the sensor'
            printf '%s\t%s\n' 'pwd' 'show the directory of the shell on the sensor'
            printf '%s\t%s\n' 'drives' 'list the drives of the sensor'
            printf '%s\t%s\n' 'stat' 'show what is known of a file or directory'
            printf '%s\t%s\n' 'find' 'look for files and directories below a directory'
            printf '%s\t%s\n' 'tree' 'draw a directory with all below it'
            printf '%s\t%s\n' 'cat' 'show text files of the sensor'
            printf '%s\t%s\n' 'type' 'show text files of the sensor'
            printf '%s\t%s\n' 'head' 'show the first lines of a file'
            printf '%s\t%s\n' 'tail' 'show the last lines of a file, and what is added to it'
            printf '%s\t%s\n' 'hexdump' 'show the bytes of a file'
            printf '%s\t%s\n' 'xxd' 'show the bytes of a file'
            printf '%s\t%s\n' 'get' 'fetch files from the sensor'
            printf '%s\t%s\n' 'put' 'copy a local file to the sensor'
            printf '%s\t%s\n' 'rm' 'delete files on the sensor'
            printf '%s\t%s\n' 'del' 'delete files on the sensor'
            printf '%s\t%s\n' 'mkdir' 'make directories on the sensor'
            printf '%s\t%s\n' 'md' 'make directories on the sensor'
            printf '%s\t%s\n' 'ps' 'list the processes of the sensor'
            printf '%s\t%s\n' 'kill' 'end processes on the sensor'
            printf '%s\t%s\n' 'ban' 'ban what a process is, what a file holds, or an MD5, on all sensors'
            printf '%s\t%s\n' 'recorded' 'what the server has recorded of a process that runs now'
            printf '%s\t%s\n' 'exec' 'run a program on the sensor and show its output'
            printf '%s\t%s\n' 'run' 'put a local program or script on the sensor, run it, remove it'
            printf '%s\t%s\n' 'memdump' 'dump the memory of the sensor to a file there, or fetch it'
            printf '%s\t%s\n' 'info' 'show the session and its sensor'
            printf '%s\t%s\n' 'jobs' 'list the command objects of the session'
            printf '%s\t%s\n' 'cancel' 'take back a command object that the sensor has not taken yet'
            printf '%s\t%s\n' 'files' 'list the files that the session keeps on the server'
            printf '%s\t%s\n' 'archive' 'fetch the archive of the session: commands, results, files'
            printf '%s\t%s\n' 'session' 'show, close, archive, commands, files'
            printf '%s\t%s\n' 'reg' 'query, get, set, create, delete, export'
            printf '%s\t%s\n' 'help' 'show help'
        case 'session 0'
            printf '%s\t%s\n' 'show' 'show one session'
            printf '%s\t%s\n' 'close' 'close a session, whoever opened it'
            printf '%s\t%s\n' 'archive' 'fetch the archive of a session: commands, results, files'
            printf '%s\t%s\n' 'commands' 'list the command objects of a session'
            printf '%s\t%s\n' 'files' 'list the files that a session keeps on the server'
        case 'profile 0'
            printf '%s\t%s\n' 'add' 'set up a server: its address, its token and how it is trusted'
            printf '%s\t%s\n' 'list' 'list the profiles of all files, the current one marked'
            printf '%s\t%s\n' 'show' 'show one profile, its token masked'
            printf '%s\t%s\n' 'use' 'choose the profile that is used when none is named'
            printf '%s\t%s\n' 'check' 'check that a server can be reached, trusted and worked with'
            printf '%s\t%s\n' 'remove' 'remove a profile with its token from ~/.cbrc'
        case 'reg 0'
            printf '%s\t%s\n' 'query' 'list the subkeys and values of a registry key'
            printf '%s\t%s\n' 'get' 'show one registry value'
            printf '%s\t%s\n' 'set' 'write a registry value'
            printf '%s\t%s\n' 'create' 'create a registry key'
            printf '%s\t%s\n' 'delete' 'delete a registry value, or a key'
            printf '%s\t%s\n' 'export' 'write a registry key and all below it in .reg format'
        case 'files 0'
            printf '%s\t%s\n' 'get' 'fetch a file that the session keeps on the server'
            printf '%s\t%s\n' 'rm' 'remove a file that the session keeps on the server'
    end
    switch "$argv[1]"
        case 'session archive'
            if test $argv[2] -eq 1
                __fish_complete_path (string replace -- "$argv[3]" "" (commandline -ct))
            end
        case 'profile add'
            if test $argv[2] -eq 0
                __cblr_profiles "$argv[3]"
            end
        case 'profile show'
            if test $argv[2] -eq 0
                __cblr_profiles "$argv[3]"
            end
        case 'profile use'
            if test $argv[2] -eq 0
                __cblr_profiles "$argv[3]"
            end
        case 'profile check'
            if test $argv[2] -eq 0
                __cblr_profiles "$argv[3]"
            end
        case 'profile remove'
            if test $argv[2] -eq 0
                __cblr_profiles "$argv[3]"
            end
        case 'completion'
            if test $argv[2] -eq 0
                printf '%s\n' "$argv[3]"'bash' "$argv[3]"'zsh' "$argv[3]"'fish' "$argv[3]"'powershell'
            end
        case 'get'
            if test $argv[2] -eq 2
                __fish_complete_path (string replace -- "$argv[3]" "" (commandline -ct))
            end
        case 'put'
            if test $argv[2] -eq 1
                __fish_complete_path (string replace -- "$argv[3]" "" (commandline -ct))
            end
        case 'run'
            if test $argv[2] -eq 1
                __fish_complete_path (string replace -- "$argv[3]" "" (commandline -ct))
            end
        case 'files get'
            if test $argv[2] -eq 2
                __fish_complete_path (string replace -- "$argv[3]" "" (commandline -ct))
            end
        case 'archive'
            if test $argv[2] -eq 1
                __fish_complete_path (string replace -- "$argv[3]" "" (commandline -ct))
            end
        case 'help'
            if test $argv[2] -eq 0
                printf '%s\n' "$argv[3]"'connect' "$argv[3]"'sessions' "$argv[3]"'profile' "$argv[3]"'lab' "$argv[3]"'completion' "$argv[3]"'ls' "$argv[3]"'dir' "$argv[3]"'pwd' "$argv[3]"'drives' "$argv[3]"'stat' "$argv[3]"'find' "$argv[3]"'tree' "$argv[3]"'cat' "$argv[3]"'type' "$argv[3]"'head' "$argv[3]"'tail' "$argv[3]"'hexdump' "$argv[3]"'xxd' "$argv[3]"'get' "$argv[3]"'put' "$argv[3]"'rm' "$argv[3]"'del' "$argv[3]"'mkdir' "$argv[3]"'md' "$argv[3]"'ps' "$argv[3]"'kill' "$argv[3]"'ban' "$argv[3]"'recorded' "$argv[3]"'exec' "$argv[3]"'run' "$argv[3]"'memdump' "$argv[3]"'info' "$argv[3]"'jobs' "$argv[3]"'cancel' "$argv[3]"'files' "$argv[3]"'archive' "$argv[3]"'session' "$argv[3]"'reg' "$argv[3]"'exit-codes'
            end
    end
    return 0
end

function __cblr_profiles
    set -l first "$HOME/.cbrc"
    set -q CBRC; and test -n "$CBRC"; and set first $CBRC
    printf '%s%s\n' "$argv[1]" 'lab'
    for name in (sed -n 's/^\[\([A-Za-z0-9._-][A-Za-z0-9._-]*\)\].*/\1/p' $first "$HOME/.carbonblack/credentials.response" '/etc/carbonblack/credentials.response' 2>/dev/null)
        test "$name" != DEFAULT; and printf '%s%s\n' "$argv[1]" $name
    end
    return 0
end

function __cblr_complete
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
                set command (__cblr_canonical $word)
            else
                set pair ''
                test $operands = 0; and set pair (__cblr_canonical "$command $word")
                if test -n "$pair"
                    set command $pair
                else
                    set operands (math $operands + 1)
                end
            end
        else if test $word = --
            set ended 1
        else if __cblr_takes "$command" $word
            set option $word
        end
    end
    if test -n "$option"
        __cblr_option_values "$command" $option ''
    else if __cblr_is_command_line "$command" $operands
        return
    else if test -z "$ended"; and string match -qr -- '^--[^=]+=' $current
        set option (string replace -r -- '=.*' '' $current)
        __cblr_option_values "$command" $option "$option="
    else if test -z "$ended"; and string match -q -- '-*' $current
        __cblr_options "$command"
    else
        __cblr_operand_values "$command" $operands
    end
end

complete -c cblr -f -a '(__cblr_complete)'
