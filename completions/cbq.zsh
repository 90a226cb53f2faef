#compdef cbq
# zsh completion for cbq; made by: cbq completion zsh
# load it with: source <(cbq completion zsh)

_cbq_canonical() {
  case $1 in
    'process search' | 'process') command='process search' ;;
    'process show') command='process show' ;;
    'process parents') command='process parents' ;;
    'process tree') command='process tree' ;;
    'process events') command='process events' ;;
    'process segments') command='process segments' ;;
    'binary search' | 'binary') command='binary search' ;;
    'binary show') command='binary show' ;;
    'binary download') command='binary download' ;;
    'binary hexdump') command='binary hexdump' ;;
    'sensor') command='sensor' ;;
    'sensor show') command='sensor show' ;;
    'info') command='info' ;;
    'partition list' | 'partition') command='partition list' ;;
    'help') command='help' ;;
    'process') command=$1 ;;
    'binary') command=$1 ;;
    'partition') command=$1 ;;
    *' '*) return 1 ;;
    *) command='?' ;;
  esac
  return 0
}

_cbq_takes() {
  case "$1 $2" in
    'process search --group-by') return 0 ;;
    'process search --min-last-update') return 0 ;;
    'process search --max-last-update') return 0 ;;
    'process search --min-last-server-update') return 0 ;;
    'process search --max-last-server-update') return 0 ;;
    'process search --with') return 0 ;;
    'process search --limit') return 0 ;;
    'process search --start') return 0 ;;
    'process search --sort') return 0 ;;
    'process search --facet') return 0 ;;
    'process tree --max-nodes') return 0 ;;
    'process tree --html') return 0 ;;
    'process events --type') return 0 ;;
    'process events --grep') return 0 ;;
    'process events --since') return 0 ;;
    'process events --until') return 0 ;;
    'process events --html') return 0 ;;
    'binary search --limit') return 0 ;;
    'binary search --start') return 0 ;;
    'binary search --sort') return 0 ;;
    'binary search --facet') return 0 ;;
    'binary download --to') return 0 ;;
    'binary hexdump --bytes') return 0 ;;
    'sensor --hostname') return 0 ;;
    'sensor --ip') return 0 ;;
    'sensor --group') return 0 ;;
    'sensor --os') return 0 ;;
    'sensor --status') return 0 ;;
    'sensor --limit') return 0 ;;
  esac
  case $2 in
    '--profile' | '-p') return 0 ;;
    '--output' | '-o') return 0 ;;
    '--fields') return 0 ;;
    '--timeout') return 0 ;;
  esac
  return 1
}

_cbq_is_command_line() {
  return 1
}

_cbq_options() {
  case $1 in
    'process search') values+=('--group-by:one row for each value; id for one a process' '--min-last-update:with events after this time, by the clock of the sensor' '--max-last-update:with events before this time, by the clock of the sensor' '--min-last-server-update:with events after this time, by the clock of the server' '--max-last-server-update:with events before this time, by the clock of the server' '--comprehensive:terms may be met by different segments; slower' '--parents:each hit with those who started it, up to the kernel' '--with:columns of other resources' '--limit:at most so many rows; 50 when not said' '--all:all of them, as they come' '--start:how many rows to pass over' '--sort:order by a field, asc or desc' '--count:only how many there are' '--facet:how often each value of the fields occurs') ;;
    'process tree') values+=('--max-nodes:stop at so many processes; 1000 when not said' '--mermaid:as a Mermaid flowchart' '--dot:as a Graphviz graph' '--html:as a page for the browser, into this file' '--force:replace the file of --html') ;;
    'process events') values+=('--type:only events of these kinds' '--grep:only events that match, whatever the case' '--since:only events from this time on, by the clock of the sensor' '--until:only events before this time' '--timesketch:as the JSON lines that Timesketch imports' '--html:as a page for the browser, into this file' '--force:replace the file of --html') ;;
    'binary search') values+=('--limit:at most so many rows; 50 when not said' '--all:all of them, as they come' '--start:how many rows to pass over' '--sort:order by a field, asc or desc' '--count:only how many there are' '--facet:how often each value of the fields occurs') ;;
    'binary download') values+=('--to:a folder, or the file for a single binary; this folder when not said' '--zip:keep the ZIP as the server made it, checked') ;;
    'binary hexdump') values+=('--bytes:how many; 256 when not said') ;;
    'sensor') values+=('--hostname:part of the name; the server minds the case' '--ip:part of an address' '--group:sensor group' '--os:system' '--status:in the words of the server: Online, Offline, Uninstalled …' '--limit:at most so many; 50 when not said' '--all:all of them') ;;
  esac
  case all in
    all) values+=('--profile:which profile of ~/.cbrc' '--lab:the embedded lab server' '--output:how results are printed (table on a terminal, tsv on a pipe)' '--json:short for --output json' '--fields:which fields, by their wire names' '--timeout:for one request' '--yes:no question before what destroys' '--dry-run:print each write instead of sending it' '--expect:nothing found is exit 3' '--quiet:no notes and no progress' '--debug:trace requests with their timings on stderr' '--no-color:colours, also on a pipe; --no-color for none' '--help:show help' '--version:show the version') ;;
  esac
  return 0
}

_cbq_option_values() {
  case "$1 $2" in
    'process search --group-by') return ;;
    'process search --min-last-update') return ;;
    'process search --max-last-update') return ;;
    'process search --min-last-server-update') return ;;
    'process search --max-last-server-update') return ;;
    'process search --with') values+=('sensor' 'group' 'binary'); return ;;
    'process search --limit') return ;;
    'process search --start') return ;;
    'process search --sort') return ;;
    'process search --facet') return ;;
    'process tree --max-nodes') return ;;
    'process tree --html') files=1; return ;;
    'process events --type') values+=('filemod' 'regmod' 'modload' 'netconn' 'childproc' 'crossproc' 'processblock' 'scriptload'); return ;;
    'process events --grep') return ;;
    'process events --since') return ;;
    'process events --until') return ;;
    'process events --html') files=1; return ;;
    'binary search --limit') return ;;
    'binary search --start') return ;;
    'binary search --sort') return ;;
    'binary search --facet') return ;;
    'binary download --to') files=1; return ;;
    'binary hexdump --bytes') return ;;
    'sensor --hostname') return ;;
    'sensor --ip') return ;;
    'sensor --group') return ;;
    'sensor --os') values+=('windows' 'linux' 'macos'); return ;;
    'sensor --status') return ;;
    'sensor --limit') return ;;
  esac
  case $2 in
    '--output' | '-o') values+=('table' 'tsv' 'json' 'ndjson' 'csv'); ;;
  esac
  return 0
}

_cbq_operand_values() {
  case "$1 $2" in
    ' 0') values+=('process:search processes by what they are and what they did' 'binary:search binaries by name, signature, version resource and prevalence' 'sensor:list sensors, by name, address, group, system or status' 'info:what the server says of itself: version, Live Response, limits' 'partition:list the storage partitions of the event store' 'help:show help') ;;
    'process 0') values+=('search:search processes by what they are and what they did' 'show:show what is known of a process' 'parents:show who started a process, up to the kernel' 'tree:draw a process with everything it started' 'events:list what a process did, in the order of time' 'segments:list the segments that the server keeps of a process') ;;
    'binary 0') values+=('search:search binaries by name, signature, version resource and prevalence' 'show:show signature, version, names and prevalence of a binary' 'download:fetch the content of binaries, unpacked and checked' 'hexdump:show the first bytes of a binary without fetching all of it') ;;
    'sensor 0') values+=('show:show one sensor') ;;
    'partition 0') values+=('list:list the storage partitions of the event store') ;;
  esac
  case "$1 $2" in
    'help 0') values+=('process' 'binary' 'sensor' 'info' 'partition' 'exit-codes'); ;;
  esac
  return 0
}

_cbq() {
  local command='' option='' ended='' files='' word='' i=0 operands=0
  local -a values
  values=()
  for ((i = 2; i < CURRENT; i++)); do
    word=${(Q)words[i]}
    if [[ -n $option ]]; then option=''
    elif [[ -n $ended || $word != -?* ]]; then
      if [[ -z $command ]]; then _cbq_canonical "$word"
      elif [[ $operands == 0 ]] && _cbq_canonical "$command $word"; then :
      else operands=$((operands + 1))
      fi
    elif [[ $word == '--' ]]; then ended=1
    elif _cbq_takes "$command" "$word"; then option=$word
    fi
  done
  if [[ -z $option && -z $ended && $PREFIX == --*=* ]]; then
    option=${PREFIX%%=*}
    compset -P '*='
  fi
  if [[ -n $option ]]; then _cbq_option_values "$command" "$option"
  elif _cbq_is_command_line "$command" "$operands"; then return
  elif [[ -z $ended && $PREFIX == -* ]]; then
    _cbq_options "$command"
    _describe -o 'option' values
    return
  else _cbq_operand_values "$command" "$operands"
  fi
  if [[ -n $files ]]; then _files; fi
  if (( ${#values} > 0 )); then _describe 'value' values; fi
}

if [[ ${funcstack[1]} == _cbq ]]; then _cbq "$@"
else compdef _cbq cbq
fi
