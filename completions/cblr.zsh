#compdef cblr
# zsh completion for cblr; made by: cblr completion zsh
# load it with: source <(cblr completion zsh)

_cblr_canonical() {
  case $1 in
    'connect') command='connect' ;;
    'sessions') command='sessions' ;;
    'session show') command='session show' ;;
    'session close') command='session close' ;;
    'session archive') command='session archive' ;;
    'session commands') command='session commands' ;;
    'session files') command='session files' ;;
    'profile add') command='profile add' ;;
    'profile list') command='profile list' ;;
    'profile') command='profile' ;;
    'profile show') command='profile show' ;;
    'profile use') command='profile use' ;;
    'profile check') command='profile check' ;;
    'profile remove') command='profile remove' ;;
    'lab') command='lab' ;;
    'completion') command='completion' ;;
    'ls' | 'dir') command='ls' ;;
    'pwd') command='pwd' ;;
    'drives') command='drives' ;;
    'stat') command='stat' ;;
    'find') command='find' ;;
    'tree') command='tree' ;;
    'cat' | 'type') command='cat' ;;
    'head') command='head' ;;
    'tail') command='tail' ;;
    'hexdump' | 'xxd') command='hexdump' ;;
    'get') command='get' ;;
    'put') command='put' ;;
    'rm' | 'del') command='rm' ;;
    'mkdir' | 'md') command='mkdir' ;;
    'ps') command='ps' ;;
    'kill') command='kill' ;;
    'ban') command='ban' ;;
    'recorded') command='recorded' ;;
    'exec') command='exec' ;;
    'run') command='run' ;;
    'reg query') command='reg query' ;;
    'reg get') command='reg get' ;;
    'reg set') command='reg set' ;;
    'reg create') command='reg create' ;;
    'reg delete') command='reg delete' ;;
    'reg export') command='reg export' ;;
    'memdump') command='memdump' ;;
    'info') command='info' ;;
    'jobs') command='jobs' ;;
    'cancel') command='cancel' ;;
    'files') command='files' ;;
    'files get') command='files get' ;;
    'files rm') command='files rm' ;;
    'archive') command='archive' ;;
    'help') command='help' ;;
    'session') command=$1 ;;
    'reg') command=$1 ;;
    *' '*) return 1 ;;
    *) command='?' ;;
  esac
  return 0
}

_cblr_takes() {
  case "$1 $2" in
    'connect --command' | 'connect -c') return 0 ;;
    'connect --script') return 0 ;;
    'connect --check-in-timeout') return 0 ;;
    'connect --session-timeout') return 0 ;;
    'connect --sensor-wait-timeout') return 0 ;;
    'connect --command-timeout') return 0 ;;
    'connect --storage-ttl') return 0 ;;
    'session commands --status') return 0 ;;
    'session commands --count') return 0 ;;
    'profile add --url') return 0 ;;
    'profile add --token-command') return 0 ;;
    'profile add --ca') return 0 ;;
    'profile add --proxy') return 0 ;;
    'profile add --label') return 0 ;;
    'lab --port') return 0 ;;
    'lab --data') return 0 ;;
    'lab --seed') return 0 ;;
    'lab --now') return 0 ;;
    'lab --era') return 0 ;;
    'lab --sensors') return 0 ;;
    'lab --processes') return 0 ;;
    'lab --alerts') return 0 ;;
    'lab --check-in') return 0 ;;
    'lab --sensor-latency') return 0 ;;
    'lab --user') return 0 ;;
    'lab --fault') return 0 ;;
    'find --name') return 0 ;;
    'find --type') return 0 ;;
    'find --newer') return 0 ;;
    'find --larger') return 0 ;;
    'find --depth') return 0 ;;
    'tree --depth') return 0 ;;
    'cat --encoding') return 0 ;;
    'head --lines' | 'head -n') return 0 ;;
    'head --encoding') return 0 ;;
    'tail --lines' | 'tail -n') return 0 ;;
    'tail --encoding') return 0 ;;
    'hexdump --offset') return 0 ;;
    'hexdump --count' | 'hexdump -n') return 0 ;;
    'get --offset') return 0 ;;
    'get --bytes') return 0 ;;
    'mkdir --parents' | 'mkdir -p') return 1 ;;
    'ps --name') return 0 ;;
    'ps --user') return 0 ;;
    'ps --pid') return 0 ;;
    'ban --text') return 0 ;;
    'recorded --type') return 0 ;;
    'exec --dir') return 0 ;;
    'exec --remote-output') return 0 ;;
    'exec --deadline') return 0 ;;
    'exec --encoding') return 0 ;;
    'run --deadline') return 0 ;;
    'run --encoding') return 0 ;;
    'reg set --type') return 0 ;;
    'reg set --data') return 0 ;;
    'reg delete --key') return 0 ;;
    'reg export --to') return 0 ;;
    'memdump --get') return 0 ;;
    'jobs --status') return 0 ;;
    'jobs --count') return 0 ;;
  esac
  case $2 in
    '--profile' | '-p') return 0 ;;
    '--output' | '-o') return 0 ;;
    '--fields') return 0 ;;
    '--timeout') return 0 ;;
  esac
  return 1
}

_cblr_is_command_line() {
  case $1 in
    'exec') (( $2 > 1 )); return ;;
    'run') (( $2 > 2 )); return ;;
  esac
  return 1
}

_cblr_options() {
  case $1 in
    'connect') values+=('--command:run these verbs, separated by ; and leave' '--script:run the verbs in a file, one a line, and leave' '--keep-going:go on after a verb that failed' '--keep:leave the session open' '--wait:wait for a sensor that is offline (20m)' '--allow-local:local commands (! and |) without a terminal too' '--check-in-timeout:how long the server waits for the sensor' '--session-timeout:idle time after which the session ends' '--sensor-wait-timeout:length of the sensor'\''s long poll' '--command-timeout:how long the sensor works at a command' '--storage-ttl:how long the server keeps the session after its end') ;;
    'sessions') values+=('--all:closed ones too, until the server purges them') ;;
    'session archive') values+=('--force:replace the local file') ;;
    'session commands') values+=('--status:only in this state' '--count:only the last N') ;;
    'profile add') values+=('--url:the server: https://host or https://host:port' '--token-stdin:read the API token from stdin' '--token-command:a command line that prints the token when one is needed' '--pin:trust the certificate with this fingerprint; without a value, the one that the server shows now' '--ca:the CA'\''s or the server'\''s own certificate, in PEM' '--no-verify-hostname:the certificate may be for another name' '--no-verify:trust any certificate: whoever is in between reads the token' '--proxy:reach it through this proxy' '--ignore-system-proxy:take no proxy from the environment' '--readonly:refuse everything that changes something' '--label:shown in the prompt, such as PRODUCTION' '--use:use it from now on when no profile is named' '--force:change a profile that is there; what is not given stays') ;;
    'lab') values+=('--port:port to serve on; a free one if not said' '--no-tls:plain HTTP' '--data:keep the store, the certificate and the token there' '--seed:what the made-up data is made from' '--now:the time its clock starts at' '--era:which age of server it plays' '--sensors:how many sensors; 60 if not said' '--processes:how many process documents' '--alerts:how many alerts; 60 if not said' '--check-in:time between two check-ins of a sensor' '--sensor-latency:time a command takes' '--user:whose token --lab uses: admin if not said; analyst, viewer' '--fault:a fault from the start' '--this-machine:sensor 5 is this computer: list processes and folders, get files' '--allow-write:let it also write, delete, kill and start programs here' '--listen-anywhere:serve other computers too: whoever has the token is in') ;;
    'ls') values+=('--long:attributes, three times and the 8.3 name too' '--all:. and .. too' '--by-time:last written first' '--by-size:largest first' '--reverse:the other way round') ;;
    'find') values+=('--name:names that match; any of several' '--type:only files, or only directories' '--newer:written after this time' '--larger:files of more bytes' '--depth:how many levels down') ;;
    'tree') values+=('--depth:how many levels down' '--dirs:directories only') ;;
    'cat') values+=('--encoding:utf-8, utf-16le, cp850 …; found out when not said' '--raw:the bytes as they are') ;;
    'head') values+=('--lines:how many; 10 when not said' '--encoding:utf-8, utf-16le, cp850 …; found out when not said') ;;
    'tail') values+=('--lines:how many; 10 when not said' '--follow:show what is added, until Ctrl-C' '--encoding:utf-8, utf-16le, cp850 …; found out when not said') ;;
    'hexdump') values+=('--offset:where to begin' '--count:how many bytes; to the end when not said') ;;
    'get') values+=('--recursive:directories with all in them' '--offset:begin behind so many bytes' '--bytes:at most so many bytes' '--resume:go on with an earlier .part' '--force:replace a local file that is there') ;;
    'put') values+=('--recursive:a folder with all in it' '--force:replace what is there') ;;
    'rm') values+=('--recursive:directories with all in them') ;;
    'mkdir') values+=('--parents:those above it too; what is there already is no error') ;;
    'ps') values+=('--tree:draw who started whom' '--name:only programs of this name, * and ? allowed' '--user:only of this user, with or without the domain, * and ? allowed' '--pid:only this process') ;;
    'kill') values+=('--wait:look until the process is gone') ;;
    'ban') values+=('--text:why, for who looks at the ban list later' '--force:without questions, and where nobody can tell where they were seen') ;;
    'recorded') values+=('--events:everything it did, in the order of time' '--type:only events of these kinds' '--binary:signature, version and prevalence of what runs') ;;
    'exec') values+=('--dir:run it in this directory' '--remote-output:keep the output in this file on the sensor' '--no-wait:start it and give its pid' '--follow:show the output as it grows, without holding the sensor' '--deadline:wait this long for its end (10m; with --follow no limit)' '--propagate:make its exit code ours' '--encoding:utf-8, utf-16le, cp850 …; found out when not said') ;;
    'run') values+=('--deadline:wait this long for its end (10m)' '--propagate:make its exit code ours' '--encoding:utf-8, utf-16le, cp850 …; found out when not said') ;;
    'reg set') values+=('--type:type of the value (REG_SZ)' '--data:its data' '--force:replace a value that is there') ;;
    'reg delete') values+=('--key:delete this key') ;;
    'reg export') values+=('--to:local file, as regedit imports it' '--force:replace the local file') ;;
    'memdump') values+=('--get:fetch it to this file or folder' '--compress:let the sensor compress it' '--keep:leave it on the sensor when it has been fetched' '--force:over a file that is on the sensor already') ;;
    'jobs') values+=('--status:only in this state' '--count:only the last N') ;;
    'files get') values+=('--force:replace the local file') ;;
    'archive') values+=('--force:replace the local file') ;;
  esac
  case all in
    all) values+=('--profile:which profile of ~/.cbrc' '--lab:the embedded lab server' '--output:how results are printed (table on a terminal, tsv on a pipe)' '--json:short for --output json' '--fields:which fields, by name or heading; help lists them' '--timeout:for one request' '--yes:no question before what destroys' '--dry-run:print each write instead of sending it' '--expect:nothing found is exit 3' '--quiet:no notes and no progress' '--debug:trace requests with their timings on stderr' '--no-color:colours, also on a pipe; --no-color for none' '--help:show help' '--version:show the version') ;;
  esac
  return 0
}

_cblr_option_values() {
  case "$1 $2" in
    'connect --command' | 'connect -c') return ;;
    'connect --script') files=1; return ;;
    'connect --check-in-timeout') return ;;
    'connect --session-timeout') return ;;
    'connect --sensor-wait-timeout') return ;;
    'connect --command-timeout') return ;;
    'connect --storage-ttl') return ;;
    'session commands --status') values+=('pending' 'in-progress' 'complete' 'error' 'canceled'); return ;;
    'session commands --count') return ;;
    'profile add --url') return ;;
    'profile add --token-command') return ;;
    'profile add --ca') files=1; return ;;
    'profile add --proxy') return ;;
    'profile add --label') return ;;
    'lab --port') return ;;
    'lab --data') files=1; return ;;
    'lab --seed') return ;;
    'lab --now') return ;;
    'lab --era') values+=('5.2' '6.2' '7.8'); return ;;
    'lab --sensors') return ;;
    'lab --processes') return ;;
    'lab --alerts') return ;;
    'lab --check-in') return ;;
    'lab --sensor-latency') return ;;
    'lab --user') return ;;
    'lab --fault') return ;;
    'find --name') return ;;
    'find --type') values+=('f' 'd'); return ;;
    'find --newer') return ;;
    'find --larger') return ;;
    'find --depth') return ;;
    'tree --depth') return ;;
    'cat --encoding') return ;;
    'head --lines' | 'head -n') return ;;
    'head --encoding') return ;;
    'tail --lines' | 'tail -n') return ;;
    'tail --encoding') return ;;
    'hexdump --offset') return ;;
    'hexdump --count' | 'hexdump -n') return ;;
    'get --offset') return ;;
    'get --bytes') return ;;
    'mkdir --parents' | 'mkdir -p') return ;;
    'ps --name') return ;;
    'ps --user') return ;;
    'ps --pid') return ;;
    'ban --text') return ;;
    'recorded --type') values+=('filemod' 'regmod' 'modload' 'netconn' 'childproc' 'crossproc' 'processblock' 'scriptload' 'other'); return ;;
    'exec --dir') return ;;
    'exec --remote-output') return ;;
    'exec --deadline') return ;;
    'exec --encoding') return ;;
    'run --deadline') return ;;
    'run --encoding') return ;;
    'reg set --type') values+=('REG_SZ' 'REG_EXPAND_SZ' 'REG_DWORD' 'REG_QWORD' 'REG_MULTI_SZ' 'REG_BINARY' 'REG_NONE'); return ;;
    'reg set --data') return ;;
    'reg delete --key') return ;;
    'reg export --to') files=1; return ;;
    'memdump --get') files=1; return ;;
    'jobs --status') values+=('pending' 'in-progress' 'complete' 'error' 'canceled'); return ;;
    'jobs --count') return ;;
  esac
  case $2 in
    '--profile' | '-p') _cblr_profiles; ;;
    '--output' | '-o') values+=('table' 'tsv' 'json' 'ndjson' 'csv'); ;;
  esac
  return 0
}

_cblr_operand_values() {
  case "$1 $2" in
    ' 0') values+=('connect:open a Live Response shell on a sensor' 'sessions:list the Live Response sessions of the server' 'profile:list the profiles of all files, the current one marked' 'lab:serve the embedded lab: an EDR server with sensors on this computer' 'completion:print the completion script for the analyst'\''s own shell' 'ls:list directories and files on the sensor' 'dir:list directories and files on the sensor' 'pwd:show the directory of the shell on the sensor' 'drives:list the drives of the sensor' 'stat:show what is known of a file or directory' 'find:look for files and directories below a directory' 'tree:draw a directory with all below it' 'cat:show text files of the sensor' 'type:show text files of the sensor' 'head:show the first lines of a file' 'tail:show the last lines of a file, and what is added to it' 'hexdump:show the bytes of a file' 'xxd:show the bytes of a file' 'get:fetch files from the sensor' 'put:copy a local file to the sensor' 'rm:delete files on the sensor' 'del:delete files on the sensor' 'mkdir:make directories on the sensor' 'md:make directories on the sensor' 'ps:list the processes of the sensor' 'kill:end processes on the sensor' 'ban:ban what a process is, what a file holds, or an MD5, on all sensors' 'recorded:what the server has recorded of a process that runs now' 'exec:run a program on the sensor and show its output' 'run:put a local program or script on the sensor, run it, remove it' 'memdump:dump the memory of the sensor to a file there, or fetch it' 'info:show the session and its sensor' 'jobs:list the command objects of the session' 'cancel:take back a command object that the sensor has not taken yet' 'files:list the files that the session keeps on the server' 'archive:fetch the archive of the session: commands, results, files' 'session:show, close, archive, commands, files' 'reg:query, get, set, create, delete, export' 'help:show help') ;;
    'session 0') values+=('show:show one session' 'close:close a session, whoever opened it' 'archive:fetch the archive of a session: commands, results, files' 'commands:list the command objects of a session' 'files:list the files that a session keeps on the server') ;;
    'profile 0') values+=('add:set up a server: its address, its token and how it is trusted' 'list:list the profiles of all files, the current one marked' 'show:show one profile, its token masked' 'use:choose the profile that is used when none is named' 'check:check that a server can be reached, trusted and worked with' 'remove:remove a profile with its token from ~/.cbrc') ;;
    'reg 0') values+=('query:list the subkeys and values of a registry key' 'get:show one registry value' 'set:write a registry value' 'create:create a registry key' 'delete:delete a registry value, or a key' 'export:write a registry key and all below it in .reg format') ;;
    'files 0') values+=('get:fetch a file that the session keeps on the server' 'rm:remove a file that the session keeps on the server') ;;
  esac
  case "$1 $2" in
    'session archive 1') files=1; ;;
    'profile add 0') _cblr_profiles; ;;
    'profile show 0') _cblr_profiles; ;;
    'profile use 0') _cblr_profiles; ;;
    'profile check 0') _cblr_profiles; ;;
    'profile remove 0') _cblr_profiles; ;;
    'completion 0') values+=('bash' 'zsh' 'fish' 'powershell'); ;;
    'get 2') files=1; ;;
    'put 1') files=1; ;;
    'run 1') files=1; ;;
    'files get 2') files=1; ;;
    'archive 1') files=1; ;;
    'help 0') values+=('connect' 'sessions' 'profile' 'lab' 'completion' 'ls' 'dir' 'pwd' 'drives' 'stat' 'find' 'tree' 'cat' 'type' 'head' 'tail' 'hexdump' 'xxd' 'get' 'put' 'rm' 'del' 'mkdir' 'md' 'ps' 'kill' 'ban' 'recorded' 'exec' 'run' 'memdump' 'info' 'jobs' 'cancel' 'files' 'archive' 'session' 'reg' 'exit-codes'); ;;
  esac
  return 0
}

_cblr_profiles() {
  local name
  values+=('lab')
  for name in ${(f)"$(sed -n 's/^\[\([A-Za-z0-9._-][A-Za-z0-9._-]*\)\].*/\1/p' "${CBRC:-$HOME/.cbrc}" "$HOME/.carbonblack/credentials.response" '/etc/carbonblack/credentials.response' 2>/dev/null)"}; do
    if [[ $name != DEFAULT ]]; then values+=("$name"); fi
  done
}

_cblr() {
  local command='' option='' ended='' files='' word='' i=0 operands=0
  local -a values
  values=()
  for ((i = 2; i < CURRENT; i++)); do
    word=${(Q)words[i]}
    if [[ -n $option ]]; then option=''
    elif [[ -n $ended || $word != -?* ]]; then
      if [[ -z $command ]]; then _cblr_canonical "$word"
      elif [[ $operands == 0 ]] && _cblr_canonical "$command $word"; then :
      else operands=$((operands + 1))
      fi
    elif [[ $word == '--' ]]; then ended=1
    elif _cblr_takes "$command" "$word"; then option=$word
    fi
  done
  if [[ -z $option && -z $ended && $PREFIX == --*=* ]]; then
    option=${PREFIX%%=*}
    compset -P '*='
  fi
  if [[ -n $option ]]; then _cblr_option_values "$command" "$option"
  elif _cblr_is_command_line "$command" "$operands"; then return
  elif [[ -z $ended && $PREFIX == -* ]]; then
    _cblr_options "$command"
    _describe -o 'option' values
    return
  else _cblr_operand_values "$command" "$operands"
  fi
  if [[ -n $files ]]; then _files; fi
  if (( ${#values} > 0 )); then _describe 'value' values; fi
}

if [[ ${funcstack[1]} == _cblr ]]; then _cblr "$@"
else compdef _cblr cblr
fi
