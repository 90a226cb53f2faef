# Tab for cblr and cbq in bash. For ~/.bashrc: eval "$(cblr completion bash)"
_cblr() {
  local line last=
  COMPREPLY=()
  while IFS= read -r line; do
    if [[ -n $last ]]; then COMPREPLY+=("$last"); fi
    last=$line
  done < <(command "${1##*/}" __complete --bash "${COMP_LINE:0:COMP_POINT}" "$COMP_WORDBREAKS" </dev/null 2>/dev/null)
  # ':0' leaves the word to the files of bash; else there are none but these, which end in a blank where they are whole.
  if [[ $last == :0 ]]; then compopt +o nospace 2>/dev/null; else compopt +o default 2>/dev/null; fi
}
complete -o nospace -o default -F _cblr cblr cbq
