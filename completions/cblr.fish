# Tab for cblr and cbq in fish. For ~/.config/fish/config.fish: cblr completion fish | source
function __cblr_complete
    set -l words (commandline -opc)
    set -l program (string replace -r '.*/' '' -- $words[1])
    set -e words[1]
    set -l word (commandline -ct)
    set -l plain (string unescape -- $word; or string replace -r '^["\']' '' -- $word)
    set -l found (command $program __complete -- $words "$plain" </dev/null 2>/dev/null)
    if test "$found[-1]" = :0
        __fish_complete_path $word
    else if set -q found[2]
        string join -- \n $found[1..-2]
    end
end
complete -c cblr -f -a '(__cblr_complete)'
complete -c cbq -f -a '(__cblr_complete)'
