# bash completion for cbq; made by: cbq completion bash
# load it with: source <(cbq completion bash)

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
    'process' | 'binary' | 'partition') command=$1 ;;
    *' '*) return 1 ;;
    *) command='?' ;;
  esac
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
    '--profile' | '-p' | '--output' | '-o' | '--fields' | '--timeout') return 0 ;;
  esac
  return 1
}

_cbq_is_command_line() {
  case $1 in

  esac
  return 1
}

_cbq_options() {
  case $1 in
    'process search') values=('--group-by' '--min-last-update' '--max-last-update' '--min-last-server-update' '--max-last-server-update' '--comprehensive' '--parents' '--with' '--limit' '--all' '--start' '--sort' '--count' '--facet') ;;
    'process tree') values=('--max-nodes' '--mermaid' '--dot' '--html' '--force') ;;
    'process events') values=('--type' '--grep' '--since' '--until' '--timesketch' '--html' '--force') ;;
    'binary search') values=('--limit' '--all' '--start' '--sort' '--count' '--facet') ;;
    'binary download') values=('--to' '--zip') ;;
    'binary hexdump') values=('--bytes') ;;
    'sensor') values=('--hostname' '--ip' '--group' '--os' '--status' '--limit' '--all') ;;
  esac
  values+=('--profile' '--lab' '--output' '--json' '--fields' '--timeout' '--yes' '--dry-run' '--expect' '--quiet' '--debug' '--no-color' '--help' '--version')
}

_cbq_option_values() {
  case "$1 $2" in
    'process search --group-by') return ;;
    'process search --min-last-update') return ;;
    'process search --max-last-update') return ;;
    'process search --min-last-server-update') return ;;
    'process search --max-last-server-update') return ;;
    'process search --with') values=('sensor' 'group' 'binary'); return ;;
    'process search --limit') return ;;
    'process search --start') return ;;
    'process search --sort') return ;;
    'process search --facet') return ;;
    'process tree --max-nodes') return ;;
    'process tree --html') files=1; return ;;
    'process events --type') values=('filemod' 'regmod' 'modload' 'netconn' 'childproc' 'crossproc' 'processblock' 'scriptload'); return ;;
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
    'sensor --os') values=('windows' 'linux' 'macos'); return ;;
    'sensor --status') return ;;
    'sensor --limit') return ;;
  esac
  case $2 in
    '--output' | '-o') values=('table' 'tsv' 'json' 'ndjson' 'csv'); ;;
  esac
}

_cbq_operand_values() {
  case "$1 $2" in
    ' 0') values=('process' 'binary' 'sensor' 'info' 'partition' 'help') ;;
    'process 0') values=('search' 'show' 'parents' 'tree' 'events' 'segments') ;;
    'binary 0') values=('search' 'show' 'download' 'hexdump') ;;
    'sensor 0') values=('show') ;;
    'partition 0') values=('list') ;;
  esac
  case "$1 $2" in
    'help 0') values+=('process' 'binary' 'sensor' 'info' 'partition' 'exit-codes') ;;
  esac
}

_cbq() {
  local cur=${COMP_WORDS[COMP_CWORD]} command='' option='' last='' ended='' operands=0 i word files=''
  local -a values
  values=()
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    if [[ $word == '=' ]]; then option=$last
    elif [[ -n $option ]]; then option=''
    elif [[ -n $ended || $word != -?* ]]; then
      if [[ -z $command ]]; then _cbq_canonical "$word"
      elif [[ $operands == 0 ]] && _cbq_canonical "$command $word"; then :
      else operands=$((operands + 1))
      fi
    elif [[ $word == '--' ]]; then ended=1
    else
      last=$word
      if _cbq_takes "$command" "$word"; then option=$word; fi
    fi
  done
  if [[ $cur == '=' && -n $last ]]; then option=$last cur=''; fi
  if [[ -n $option ]]; then _cbq_option_values "$command" "$option"
  elif _cbq_is_command_line "$command" "$operands"; then return
  elif [[ -z $ended && $cur == -* ]]; then _cbq_options "$command"
  else _cbq_operand_values "$command" "$operands"
  fi
  if [[ -n $files ]]; then
    compopt -o filenames 2>/dev/null
    while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -f -- "$cur")
  fi
  for word in "${values[@]}"; do
    if [[ $word == "$cur"* ]]; then COMPREPLY+=("$word"); fi
  done
}

complete -F _cbq cbq
