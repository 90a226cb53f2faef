#compdef cblr cbq
# Tab for cblr and cbq in zsh. For ~/.zshrc: source <(cblr completion zsh)
_cblr_ask() {
  found=("${(@f)$(command ${1:t} __complete -- "${(@Q)argv[2,-1]}" </dev/null 2>/dev/null)}")
  directive=$found[-1]
  found=("${(@)found[1,-2]}")
}
_cblr() {
  local -a found shown end
  local directive
  _cblr_ask "${(@)words[1,CURRENT-1]}" "$PREFIX"
  if [[ $directive == :0 ]]; then _files; return; fi
  if [[ $directive == :6 ]]; then end=(-S ''); fi
  shown=("${(@)found/$'\t'/  }")
  compadd -M 'm:{a-zA-Z}={A-Za-z}' -l -d shown "${(@)end}" -- "${(@)found%%$'\t'*}"
}
# Where compinit has not been called: zsh's old way, in which the blank behind a word is settled beforehand.
_cblr_old() {
  local -a words found
  local directive
  local -i at
  read -cA words
  read -cn at
  _cblr_ask "${(@)words[1,at-1]}" "$1"
  reply=() _cblr_more=("${(@)found%%$'\t'*}")
  if [[ $directive != :6 ]]; then reply=("${(@)_cblr_more}") _cblr_more=(); fi
}
_cblr_old_more() { reply=("${(@)_cblr_more}"); }
if [[ $funcstack[1] == _cblr ]]; then _cblr "$@"
elif (( $+functions[compdef] )); then compdef _cblr cblr cbq
else compctl -U -K _cblr_old + -U -S '' -K _cblr_old_more + -f cblr cbq
fi
