# bash completion for cblr; made by: cblr completion bash
# load it with: source <(cblr completion bash)

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
    'session' | 'reg') command=$1 ;;
    *' '*) return 1 ;;
    *) command='?' ;;
  esac
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
    '--profile' | '-p' | '--output' | '-o' | '--fields' | '--timeout') return 0 ;;
  esac
  return 1
}

_cblr_is_command_line() {
  case $1 in
    'exec') [[ $2 -gt 1 ]]; return ;;
    'run') [[ $2 -gt 2 ]]; return ;;
  esac
  return 1
}

_cblr_options() {
  case $1 in
    'connect') values=('--command' '--script' '--keep-going' '--keep' '--wait' '--allow-local' '--check-in-timeout' '--session-timeout' '--sensor-wait-timeout' '--command-timeout' '--storage-ttl') ;;
    'sessions') values=('--all') ;;
    'session archive') values=('--force') ;;
    'session commands') values=('--status' '--count') ;;
    'profile add') values=('--url' '--token-stdin' '--token-command' '--pin' '--ca' '--no-verify-hostname' '--no-verify' '--proxy' '--ignore-system-proxy' '--readonly' '--label' '--use' '--force') ;;
    'lab') values=('--port' '--no-tls' '--data' '--seed' '--now' '--era' '--sensors' '--processes' '--alerts' '--check-in' '--sensor-latency' '--user' '--fault' '--this-machine' '--allow-write' '--listen-anywhere') ;;
    'ls') values=('--long' '--all' '--by-time' '--by-size' '--reverse') ;;
    'find') values=('--name' '--type' '--newer' '--larger' '--depth') ;;
    'tree') values=('--depth' '--dirs') ;;
    'cat') values=('--encoding' '--raw') ;;
    'head') values=('--lines' '--encoding') ;;
    'tail') values=('--lines' '--follow' '--encoding') ;;
    'hexdump') values=('--offset' '--count') ;;
    'get') values=('--recursive' '--offset' '--bytes' '--resume' '--force') ;;
    'put') values=('--recursive' '--force') ;;
    'rm') values=('--recursive') ;;
    'mkdir') values=('--parents') ;;
    'ps') values=('--tree' '--name' '--user' '--pid') ;;
    'kill') values=('--wait') ;;
    'ban') values=('--text' '--force') ;;
    'recorded') values=('--events' '--type' '--binary') ;;
    'exec') values=('--dir' '--remote-output' '--no-wait' '--follow' '--deadline' '--propagate' '--encoding') ;;
    'run') values=('--deadline' '--propagate' '--encoding') ;;
    'reg set') values=('--type' '--data' '--force') ;;
    'reg delete') values=('--key') ;;
    'reg export') values=('--to' '--force') ;;
    'memdump') values=('--get' '--compress' '--keep' '--force') ;;
    'jobs') values=('--status' '--count') ;;
    'files get') values=('--force') ;;
    'archive') values=('--force') ;;
  esac
  values+=('--profile' '--lab' '--output' '--json' '--fields' '--timeout' '--yes' '--dry-run' '--expect' '--quiet' '--debug' '--no-color' '--help' '--version')
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
}

_cblr_operand_values() {
  case "$1 $2" in
    ' 0') values=('connect' 'sessions' 'profile' 'lab' 'completion' 'ls' 'dir' 'pwd' 'drives' 'stat' 'find' 'tree' 'cat' 'type' 'head' 'tail' 'hexdump' 'xxd' 'get' 'put' 'rm' 'del' 'mkdir' 'md' 'ps' 'kill' 'ban' 'recorded' 'exec' 'run' 'memdump' 'info' 'jobs' 'cancel' 'files' 'archive' 'session' 'reg' 'help') ;;
    'session 0') values=('show' 'close' 'archive' 'commands' 'files') ;;
    'profile 0') values=('add' 'list' 'show' 'use' 'check' 'remove') ;;
    'reg 0') values=('query' 'get' 'set' 'create' 'delete' 'export') ;;
    'files 0') values=('get' 'rm') ;;
  esac
  case "$1 $2" in
    'session archive 1') files=1 ;;
    'profile add 0') _cblr_profiles ;;
    'profile show 0') _cblr_profiles ;;
    'profile use 0') _cblr_profiles ;;
    'profile check 0') _cblr_profiles ;;
    'profile remove 0') _cblr_profiles ;;
    'completion 0') values+=('bash' 'zsh' 'fish' 'powershell') ;;
    'get 2') files=1 ;;
    'put 1') files=1 ;;
    'run 1') files=1 ;;
    'files get 2') files=1 ;;
    'archive 1') files=1 ;;
    'help 0') values+=('connect' 'sessions' 'profile' 'lab' 'completion' 'ls' 'dir' 'pwd' 'drives' 'stat' 'find' 'tree' 'cat' 'type' 'head' 'tail' 'hexdump' 'xxd' 'get' 'put' 'rm' 'del' 'mkdir' 'md' 'ps' 'kill' 'ban' 'recorded' 'exec' 'run' 'memdump' 'info' 'jobs' 'cancel' 'files' 'archive' 'session' 'reg' 'exit-codes') ;;
  esac
}

_cblr_profiles() {
  local name
  values+=('lab')
  while IFS= read -r name; do
    if [[ $name != DEFAULT ]]; then values+=("$name"); fi
  done < <(sed -n 's/^\[\([A-Za-z0-9._-][A-Za-z0-9._-]*\)\].*/\1/p' "${CBRC:-$HOME/.cbrc}" "$HOME/.carbonblack/credentials.response" '/etc/carbonblack/credentials.response' 2>/dev/null)
}

_cblr() {
  local cur=${COMP_WORDS[COMP_CWORD]} command='' option='' last='' ended='' operands=0 i word files=''
  local -a values
  values=()
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    if [[ $word == '=' ]]; then option=$last
    elif [[ -n $option ]]; then option=''
    elif [[ -n $ended || $word != -?* ]]; then
      if [[ -z $command ]]; then _cblr_canonical "$word"
      elif [[ $operands == 0 ]] && _cblr_canonical "$command $word"; then :
      else operands=$((operands + 1))
      fi
    elif [[ $word == '--' ]]; then ended=1
    else
      last=$word
      if _cblr_takes "$command" "$word"; then option=$word; fi
    fi
  done
  if [[ $cur == '=' && -n $last ]]; then option=$last cur=''; fi
  if [[ -n $option ]]; then _cblr_option_values "$command" "$option"
  elif _cblr_is_command_line "$command" "$operands"; then return
  elif [[ -z $ended && $cur == -* ]]; then _cblr_options "$command"
  else _cblr_operand_values "$command" "$operands"
  fi
  if [[ -n $files ]]; then
    compopt -o filenames 2>/dev/null
    while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -f -- "$cur")
  fi
  for word in "${values[@]}"; do
    if [[ $word == "$cur"* ]]; then COMPREPLY+=("$word"); fi
  done
}

complete -F _cblr cblr
