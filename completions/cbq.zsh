#compdef cbq
# zsh completion for cbq; made by: cbq completion zsh
# load it with: source <(cbq completion zsh)

_cbq_canonical() {
  case $1 in
    'process search' | 'process list') command='process search' ;;
    'process') command='process' ;;
    'process show') command='process show' ;;
    'process parents') command='process parents' ;;
    'process tree') command='process tree' ;;
    'process events') command='process events' ;;
    'process segments') command='process segments' ;;
    'binary search' | 'binary list') command='binary search' ;;
    'binary') command='binary' ;;
    'binary show') command='binary show' ;;
    'binary download') command='binary download' ;;
    'binary hexdump') command='binary hexdump' ;;
    'sensor search' | 'sensor list') command='sensor search' ;;
    'sensor') command='sensor' ;;
    'sensor show') command='sensor show' ;;
    'sensor isolate' | 'isolate') command='sensor isolate' ;;
    'sensor unisolate' | 'unisolate') command='sensor unisolate' ;;
    'sensor move') command='sensor move' ;;
    'sensor restart') command='sensor restart' ;;
    'sensor flush') command='sensor flush' ;;
    'sensor export') command='sensor export' ;;
    'ban list') command='ban list' ;;
    'ban') command='ban' ;;
    'ban show') command='ban show' ;;
    'ban add') command='ban add' ;;
    'ban enable') command='ban enable' ;;
    'ban disable') command='ban disable' ;;
    'ban remove') command='ban remove' ;;
    'watchlist list') command='watchlist list' ;;
    'watchlist') command='watchlist' ;;
    'watchlist show') command='watchlist show' ;;
    'watchlist create') command='watchlist create' ;;
    'watchlist run') command='watchlist run' ;;
    'watchlist enable') command='watchlist enable' ;;
    'watchlist disable') command='watchlist disable' ;;
    'watchlist remove') command='watchlist remove' ;;
    'watchlist export') command='watchlist export' ;;
    'watchlist import') command='watchlist import' ;;
    'watchlist diff') command='watchlist diff' ;;
    'watchlist apply') command='watchlist apply' ;;
    'feed list') command='feed list' ;;
    'feed') command='feed' ;;
    'feed show') command='feed show' ;;
    'feed add') command='feed add' ;;
    'feed enable') command='feed enable' ;;
    'feed disable') command='feed disable' ;;
    'feed sync') command='feed sync' ;;
    'feed remove') command='feed remove' ;;
    'report search' | 'report list') command='report search' ;;
    'report') command='report' ;;
    'report show') command='report show' ;;
    'report ignore') command='report ignore' ;;
    'report unignore') command='report unignore' ;;
    'alert search' | 'alert list') command='alert search' ;;
    'alert') command='alert' ;;
    'alert show') command='alert show' ;;
    'alert set-status') command='alert set-status' ;;
    'alert assign') command='alert assign' ;;
    'alert ignore') command='alert ignore' ;;
    'group list') command='group list' ;;
    'group') command='group' ;;
    'group show') command='group show' ;;
    'group create') command='group create' ;;
    'group remove') command='group remove' ;;
    'site list') command='site list' ;;
    'site') command='site' ;;
    'site show') command='site show' ;;
    'site create') command='site create' ;;
    'site remove') command='site remove' ;;
    'user list') command='user list' ;;
    'user') command='user' ;;
    'user show') command='user show' ;;
    'user create') command='user create' ;;
    'user set') command='user set' ;;
    'user set-password') command='user set-password' ;;
    'user remove') command='user remove' ;;
    'team list') command='team list' ;;
    'team') command='team' ;;
    'team show') command='team show' ;;
    'team create') command='team create' ;;
    'team remove') command='team remove' ;;
    'team add-user') command='team add-user' ;;
    'team remove-user') command='team remove-user' ;;
    'info') command='info' ;;
    'license') command='license' ;;
    'partition list') command='partition list' ;;
    'partition') command='partition' ;;
    'investigation list') command='investigation list' ;;
    'investigation') command='investigation' ;;
    'investigation show') command='investigation show' ;;
    'open') command='open' ;;
    'completion') command='completion' ;;
    'help') command='help' ;;
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
    'process --group-by') return 0 ;;
    'process --min-last-update') return 0 ;;
    'process --max-last-update') return 0 ;;
    'process --min-last-server-update') return 0 ;;
    'process --max-last-server-update') return 0 ;;
    'process --with') return 0 ;;
    'process --limit') return 0 ;;
    'process --start') return 0 ;;
    'process --sort') return 0 ;;
    'process --facet') return 0 ;;
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
    'binary --limit') return 0 ;;
    'binary --start') return 0 ;;
    'binary --sort') return 0 ;;
    'binary --facet') return 0 ;;
    'binary download --to') return 0 ;;
    'binary hexdump --bytes') return 0 ;;
    'sensor search --hostname') return 0 ;;
    'sensor search --ip') return 0 ;;
    'sensor search --group') return 0 ;;
    'sensor search --os') return 0 ;;
    'sensor search --status') return 0 ;;
    'sensor search --health') return 0 ;;
    'sensor search --limit') return 0 ;;
    'sensor search --start') return 0 ;;
    'sensor search --sort') return 0 ;;
    'sensor --hostname') return 0 ;;
    'sensor --ip') return 0 ;;
    'sensor --group') return 0 ;;
    'sensor --os') return 0 ;;
    'sensor --status') return 0 ;;
    'sensor --health') return 0 ;;
    'sensor --limit') return 0 ;;
    'sensor --start') return 0 ;;
    'sensor --sort') return 0 ;;
    'sensor move --group') return 0 ;;
    'sensor export --hostname') return 0 ;;
    'sensor export --ip') return 0 ;;
    'sensor export --group') return 0 ;;
    'sensor export --os') return 0 ;;
    'sensor export --status') return 0 ;;
    'sensor export --health') return 0 ;;
    'sensor export --to') return 0 ;;
    'ban list --limit') return 0 ;;
    'ban list --start') return 0 ;;
    'ban list --sort') return 0 ;;
    'ban --limit') return 0 ;;
    'ban --start') return 0 ;;
    'ban --sort') return 0 ;;
    'ban show --file') return 0 ;;
    'ban add --file') return 0 ;;
    'ban add --text') return 0 ;;
    'ban enable --file') return 0 ;;
    'ban enable --text') return 0 ;;
    'ban disable --file') return 0 ;;
    'ban disable --text') return 0 ;;
    'ban remove --file') return 0 ;;
    'watchlist list --type') return 0 ;;
    'watchlist list --limit') return 0 ;;
    'watchlist list --start') return 0 ;;
    'watchlist list --sort') return 0 ;;
    'watchlist --type') return 0 ;;
    'watchlist --limit') return 0 ;;
    'watchlist --start') return 0 ;;
    'watchlist --sort') return 0 ;;
    'watchlist create --query') return 0 ;;
    'watchlist create --type') return 0 ;;
    'watchlist create --action') return 0 ;;
    'watchlist create --description') return 0 ;;
    'watchlist run --group-by') return 0 ;;
    'watchlist run --min-last-update') return 0 ;;
    'watchlist run --max-last-update') return 0 ;;
    'watchlist run --min-last-server-update') return 0 ;;
    'watchlist run --max-last-server-update') return 0 ;;
    'watchlist run --with') return 0 ;;
    'watchlist run --limit') return 0 ;;
    'watchlist run --start') return 0 ;;
    'watchlist run --sort') return 0 ;;
    'watchlist run --facet') return 0 ;;
    'watchlist export --to') return 0 ;;
    'watchlist export --format') return 0 ;;
    'feed list --limit') return 0 ;;
    'feed list --start') return 0 ;;
    'feed list --sort') return 0 ;;
    'feed --limit') return 0 ;;
    'feed --start') return 0 ;;
    'feed --sort') return 0 ;;
    'feed add --username') return 0 ;;
    'feed add --cert') return 0 ;;
    'feed add --key') return 0 ;;
    'report search --feed') return 0 ;;
    'report search --limit') return 0 ;;
    'report search --start') return 0 ;;
    'report search --sort') return 0 ;;
    'report search --facet') return 0 ;;
    'report --feed') return 0 ;;
    'report --limit') return 0 ;;
    'report --start') return 0 ;;
    'report --sort') return 0 ;;
    'report --facet') return 0 ;;
    'report ignore --query') return 0 ;;
    'report ignore --feed') return 0 ;;
    'report unignore --query') return 0 ;;
    'report unignore --feed') return 0 ;;
    'alert search --status') return 0 ;;
    'alert search --severity') return 0 ;;
    'alert search --assigned') return 0 ;;
    'alert search --hostname') return 0 ;;
    'alert search --since') return 0 ;;
    'alert search --until') return 0 ;;
    'alert search --limit') return 0 ;;
    'alert search --start') return 0 ;;
    'alert search --sort') return 0 ;;
    'alert search --facet') return 0 ;;
    'alert --status') return 0 ;;
    'alert --severity') return 0 ;;
    'alert --assigned') return 0 ;;
    'alert --hostname') return 0 ;;
    'alert --since') return 0 ;;
    'alert --until') return 0 ;;
    'alert --limit') return 0 ;;
    'alert --start') return 0 ;;
    'alert --sort') return 0 ;;
    'alert --facet') return 0 ;;
    'alert set-status --query') return 0 ;;
    'alert set-status --status') return 0 ;;
    'alert set-status --severity') return 0 ;;
    'alert set-status --assigned') return 0 ;;
    'alert set-status --hostname') return 0 ;;
    'alert set-status --since') return 0 ;;
    'alert set-status --until') return 0 ;;
    'alert assign --set-status') return 0 ;;
    'alert assign --query') return 0 ;;
    'alert assign --status') return 0 ;;
    'alert assign --severity') return 0 ;;
    'alert assign --assigned') return 0 ;;
    'alert assign --hostname') return 0 ;;
    'alert assign --since') return 0 ;;
    'alert assign --until') return 0 ;;
    'alert ignore --query') return 0 ;;
    'alert ignore --status') return 0 ;;
    'alert ignore --severity') return 0 ;;
    'alert ignore --assigned') return 0 ;;
    'alert ignore --hostname') return 0 ;;
    'alert ignore --since') return 0 ;;
    'alert ignore --until') return 0 ;;
    'group list --limit') return 0 ;;
    'group list --start') return 0 ;;
    'group list --sort') return 0 ;;
    'group --limit') return 0 ;;
    'group --start') return 0 ;;
    'group --sort') return 0 ;;
    'group create --site') return 0 ;;
    'group create --server') return 0 ;;
    'site list --limit') return 0 ;;
    'site list --start') return 0 ;;
    'site list --sort') return 0 ;;
    'site --limit') return 0 ;;
    'site --start') return 0 ;;
    'site --sort') return 0 ;;
    'user list --limit') return 0 ;;
    'user list --start') return 0 ;;
    'user list --sort') return 0 ;;
    'user --limit') return 0 ;;
    'user --start') return 0 ;;
    'user --sort') return 0 ;;
    'user create --first-name') return 0 ;;
    'user create --last-name') return 0 ;;
    'user create --email') return 0 ;;
    'user create --team') return 0 ;;
    'user set --first-name') return 0 ;;
    'user set --last-name') return 0 ;;
    'user set --email') return 0 ;;
    'user set --global-admin') return 0 ;;
    'team list --limit') return 0 ;;
    'team list --start') return 0 ;;
    'team list --sort') return 0 ;;
    'team --limit') return 0 ;;
    'team --start') return 0 ;;
    'team --sort') return 0 ;;
    'team create --access') return 0 ;;
    'investigation list --limit') return 0 ;;
    'investigation list --start') return 0 ;;
    'investigation list --sort') return 0 ;;
    'investigation --limit') return 0 ;;
    'investigation --start') return 0 ;;
    'investigation --sort') return 0 ;;
    'open --kind') return 0 ;;
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
    'process') values+=('--group-by:one row for each value; id for one a process' '--min-last-update:with events after this time, by the clock of the sensor' '--max-last-update:with events before this time, by the clock of the sensor' '--min-last-server-update:with events after this time, by the clock of the server' '--max-last-server-update:with events before this time, by the clock of the server' '--comprehensive:terms may be met by different segments; slower' '--parents:each hit with those who started it, up to the kernel' '--with:columns of other resources' '--limit:at most so many rows; 50 when not said' '--all:all of them, as they come' '--start:how many rows to pass over' '--sort:order by a field, asc or desc' '--count:only how many there are' '--facet:how often each value of the fields occurs') ;;
    'process tree') values+=('--max-nodes:stop at so many processes; 1000 when not said' '--mermaid:as a Mermaid flowchart' '--dot:as a Graphviz graph' '--html:as a page for the browser, into this file' '--force:replace the file of --html') ;;
    'process events') values+=('--type:only events of these kinds' '--grep:only events that match, whatever the case' '--since:only events from this time on, by the clock of the sensor' '--until:only events before this time' '--timesketch:as the JSON lines that Timesketch imports' '--html:as a page for the browser, into this file' '--force:replace the file of --html') ;;
    'binary search') values+=('--limit:at most so many rows; 50 when not said' '--all:all of them, as they come' '--start:how many rows to pass over' '--sort:order by a field, asc or desc' '--count:only how many there are' '--facet:how often each value of the fields occurs') ;;
    'binary') values+=('--limit:at most so many rows; 50 when not said' '--all:all of them, as they come' '--start:how many rows to pass over' '--sort:order by a field, asc or desc' '--count:only how many there are' '--facet:how often each value of the fields occurs') ;;
    'binary download') values+=('--to:a folder, or the file for a single binary; this folder when not said' '--zip:keep the ZIP as the server made it, checked' '--force:replace files that are there') ;;
    'binary hexdump') values+=('--bytes:how many; 256 when not said') ;;
    'sensor search') values+=('--hostname:part of the name; the server minds the case' '--ip:part of an address' '--group:sensor group' '--os:system' '--status:online, offline, uninstall-pending …, isolated, isolation-pending …, or another word of the server' '--health:bad (below 100), good, "<50", ">=75", or a part of its message' '--limit:at most so many rows; 50 when not said' '--all:all of them' '--start:how many rows to pass over' '--sort:order by a field, asc or desc' '--count:only how many there are') ;;
    'sensor') values+=('--hostname:part of the name; the server minds the case' '--ip:part of an address' '--group:sensor group' '--os:system' '--status:online, offline, uninstall-pending …, isolated, isolation-pending …, or another word of the server' '--health:bad (below 100), good, "<50", ">=75", or a part of its message' '--limit:at most so many rows; 50 when not said' '--all:all of them' '--start:how many rows to pass over' '--sort:order by a field, asc or desc' '--count:only how many there are') ;;
    'sensor isolate') values+=('--wait:until the sensor confirms, so long at most; 5m when not said') ;;
    'sensor unisolate') values+=('--wait:until the sensor confirms, so long at most; 5m when not said') ;;
    'sensor move') values+=('--group:where to; cbq group lists them') ;;
    'sensor export') values+=('--hostname:part of the name; the server minds the case' '--ip:part of an address' '--group:sensor group' '--os:system' '--status:online, offline, uninstall-pending …, isolated, isolation-pending …, or another word of the server' '--health:bad (below 100), good, "<50", ">=75", or a part of its message' '--to:into this file, not to stdout' '--force:replace the file of --to') ;;
    'ban list') values+=('--limit:at most so many; all when not said' '--all:all of them, as without --limit' '--start:how many rows to pass over' '--sort:order by a field, asc or desc' '--count:only how many there are') ;;
    'ban') values+=('--limit:at most so many; all when not said' '--all:all of them, as without --limit' '--start:how many rows to pass over' '--sort:order by a field, asc or desc' '--count:only how many there are') ;;
    'ban show') values+=('--file:hashes of a file, one a line: its first word, # begins a comment') ;;
    'ban add') values+=('--file:hashes of a file, one a line: its first word, # begins a comment' '--text:why, for who looks at the list later' '--force:without questions, and where nobody can tell where they were seen') ;;
    'ban enable') values+=('--file:hashes of a file, one a line: its first word, # begins a comment' '--text:why; as it was when not said') ;;
    'ban disable') values+=('--file:hashes of a file, one a line: its first word, # begins a comment' '--text:why; as it was when not said') ;;
    'ban remove') values+=('--file:hashes of a file, one a line: its first word, # begins a comment') ;;
    'watchlist list') values+=('--type:those of processes, or of binaries' '--limit:at most so many rows; 50 when not said' '--all:all of them' '--start:how many rows to pass over' '--sort:order by a field, asc or desc' '--count:only how many there are') ;;
    'watchlist') values+=('--type:those of processes, or of binaries' '--limit:at most so many rows; 50 when not said' '--all:all of them' '--start:how many rows to pass over' '--sort:order by a field, asc or desc' '--count:only how many there are') ;;
    'watchlist create') values+=('--query:what it watches for, as for cbq process or cbq binary' '--type:what it looks at; process when not said' '--action:what a hit brings about; nothing but a tag when not said' '--description:what it is for' '--disabled:it does not run until it is enabled' '--force:although the query names a field that is not known here, or ends with an operator') ;;
    'watchlist run') values+=('--group-by:one row for each value; id for one a process' '--min-last-update:with events after this time, by the clock of the sensor' '--max-last-update:with events before this time, by the clock of the sensor' '--min-last-server-update:with events after this time, by the clock of the server' '--max-last-server-update:with events before this time, by the clock of the server' '--comprehensive:terms may be met by different segments; slower' '--parents:each hit with those who started it, up to the kernel' '--with:columns of other resources' '--limit:at most so many rows; 50 when not said' '--all:all of them, as they come' '--start:how many rows to pass over' '--sort:order by a field, asc or desc' '--count:only how many there are' '--facet:how often each value of the fields occurs') ;;
    'watchlist export') values+=('--to:into this file, not to stdout' '--format:yaml when not said, or json for a file named so' '--ids:with the id of each on this server' '--force:replace the file of --to') ;;
    'watchlist import') values+=('--force:although the query names a field that is not known here, or ends with an operator') ;;
    'watchlist diff') values+=('--prune:also those that the file does not have, which apply --prune removes' '--exit-code:end with 1 where there is a difference') ;;
    'watchlist apply') values+=('--prune:remove those that the file does not have' '--force:although the query names a field that is not known here, or ends with an operator') ;;
    'feed list') values+=('--limit:at most so many rows; 50 when not said' '--all:all of them' '--start:how many rows to pass over' '--sort:order by a field, asc or desc' '--count:only how many there are') ;;
    'feed') values+=('--limit:at most so many rows; 50 when not said' '--all:all of them' '--start:how many rows to pass over' '--sort:order by a field, asc or desc' '--count:only how many there are') ;;
    'feed add') values+=('--no-verify:accept any certificate of that address' '--proxy:fetch it through the proxy of the server' '--username:user at that address; the password is asked for' '--cert:client certificate in PEM, with --key' '--key:its private key in PEM' '--disabled:add it, and leave it disabled') ;;
    'feed sync') values+=('--full:all reports anew, not only those that changed') ;;
    'report search') values+=('--feed:only of this feed, by id or name' '--limit:at most so many rows; 50 when not said' '--all:all of them, as they come' '--start:how many rows to pass over' '--sort:order by a field, asc or desc' '--count:only how many there are' '--facet:how often each value of the fields occurs') ;;
    'report') values+=('--feed:only of this feed, by id or name' '--limit:at most so many rows; 50 when not said' '--all:all of them, as they come' '--start:how many rows to pass over' '--sort:order by a field, asc or desc' '--count:only how many there are' '--facet:how often each value of the fields occurs') ;;
    'report show') values+=('--iocs:the indicators, one a line') ;;
    'report ignore') values+=('--query:all that match this query' '--feed:all of this feed, or of those that match' '--force:although the query names a field that is not known here, or ends with an operator') ;;
    'report unignore') values+=('--query:all that match this query' '--feed:all of this feed, or of those that match' '--force:although the query names a field that is not known here, or ends with an operator') ;;
    'alert search') values+=('--status:unresolved, in-progress, resolved, false-positive' '--severity:of this severity at least, 0 to 100' '--assigned:assigned to this user' '--unassigned:assigned to nobody' '--hostname:on this host' '--since:created at this time or later' '--until:created at this time or before' '--limit:at most so many rows; 50 when not said' '--all:all of them, as they come' '--start:how many rows to pass over' '--sort:order by a field, asc or desc' '--count:only how many there are' '--facet:how often each value of the fields occurs') ;;
    'alert') values+=('--status:unresolved, in-progress, resolved, false-positive' '--severity:of this severity at least, 0 to 100' '--assigned:assigned to this user' '--unassigned:assigned to nobody' '--hostname:on this host' '--since:created at this time or later' '--until:created at this time or before' '--limit:at most so many rows; 50 when not said' '--all:all of them, as they come' '--start:how many rows to pass over' '--sort:order by a field, asc or desc' '--count:only how many there are' '--facet:how often each value of the fields occurs') ;;
    'alert set-status') values+=('--query:all that match this query' '--status:unresolved, in-progress, resolved, false-positive' '--severity:of this severity at least, 0 to 100' '--assigned:assigned to this user' '--unassigned:assigned to nobody' '--hostname:on this host' '--since:created at this time or later' '--until:created at this time or before' '--force:although the query names a field that is not known here, or ends with an operator') ;;
    'alert assign') values+=('--set-status:unresolved, in-progress, resolved or false-positive; in-progress when not said' '--query:all that match this query' '--status:unresolved, in-progress, resolved, false-positive' '--severity:of this severity at least, 0 to 100' '--assigned:assigned to this user' '--unassigned:assigned to nobody' '--hostname:on this host' '--since:created at this time or later' '--until:created at this time or before' '--force:although the query names a field that is not known here, or ends with an operator') ;;
    'alert ignore') values+=('--query:all that match this query' '--status:unresolved, in-progress, resolved, false-positive' '--severity:of this severity at least, 0 to 100' '--assigned:assigned to this user' '--unassigned:assigned to nobody' '--hostname:on this host' '--since:created at this time or later' '--until:created at this time or before' '--force:although the query names a field that is not known here, or ends with an operator') ;;
    'group list') values+=('--limit:at most so many rows; 50 when not said' '--all:all of them' '--start:how many rows to pass over' '--sort:order by a field, asc or desc' '--count:only how many there are') ;;
    'group') values+=('--limit:at most so many rows; 50 when not said' '--all:all of them' '--start:how many rows to pass over' '--sort:order by a field, asc or desc' '--count:only how many there are') ;;
    'group create') values+=('--site:id or name of its site; the default site when not said' '--server:where its sensors find the server') ;;
    'site list') values+=('--limit:at most so many rows; 50 when not said' '--all:all of them' '--start:how many rows to pass over' '--sort:order by a field, asc or desc' '--count:only how many there are') ;;
    'site') values+=('--limit:at most so many rows; 50 when not said' '--all:all of them' '--start:how many rows to pass over' '--sort:order by a field, asc or desc' '--count:only how many there are') ;;
    'user list') values+=('--limit:at most so many rows; 50 when not said' '--all:all of them' '--start:how many rows to pass over' '--sort:order by a field, asc or desc' '--count:only how many there are') ;;
    'user') values+=('--limit:at most so many rows; 50 when not said' '--all:all of them' '--start:how many rows to pass over' '--sort:order by a field, asc or desc' '--count:only how many there are') ;;
    'user create') values+=('--first-name:first name' '--last-name:last name' '--email:e-mail address' '--team:id or name of a team to be in' '--global-admin:may do everything on this server' '--password-stdin:take the password from stdin') ;;
    'user set') values+=('--first-name:first name' '--last-name:last name' '--email:e-mail address' '--global-admin:may do everything on this server') ;;
    'user set-password') values+=('--password-stdin:take both passwords from stdin') ;;
    'team list') values+=('--limit:at most so many rows; 50 when not said' '--all:all of them' '--start:how many rows to pass over' '--sort:order by a field, asc or desc' '--count:only how many there are') ;;
    'team') values+=('--limit:at most so many rows; 50 when not said' '--all:all of them' '--start:how many rows to pass over' '--sort:order by a field, asc or desc' '--count:only how many there are') ;;
    'team create') values+=('--access:what its users may do in a group') ;;
    'investigation list') values+=('--limit:at most so many rows; 50 when not said' '--all:all of them' '--start:how many rows to pass over' '--sort:order by a field, asc or desc' '--count:only how many there are') ;;
    'investigation') values+=('--limit:at most so many rows; 50 when not said' '--all:all of them' '--start:how many rows to pass over' '--sort:order by a field, asc or desc' '--count:only how many there are') ;;
    'open') values+=('--kind:what it is') ;;
  esac
  case all in
    all) values+=('--profile:which profile of ~/.cbrc' '--lab:the embedded lab server' '--output:how results are printed (table on a terminal, tsv on a pipe)' '--json:short for --output json' '--fields:which fields, by name or heading; help lists them' '--timeout:for one request' '--yes:no question before what destroys' '--dry-run:print each write instead of sending it' '--expect:nothing found is exit 3' '--quiet:no notes and no progress' '--debug:trace requests with their timings on stderr' '--no-color:colours, also on a pipe; --no-color for none' '--help:show help' '--version:show the version') ;;
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
    'process --group-by') return ;;
    'process --min-last-update') return ;;
    'process --max-last-update') return ;;
    'process --min-last-server-update') return ;;
    'process --max-last-server-update') return ;;
    'process --with') values+=('sensor' 'group' 'binary'); return ;;
    'process --limit') return ;;
    'process --start') return ;;
    'process --sort') return ;;
    'process --facet') return ;;
    'process tree --max-nodes') return ;;
    'process tree --html') files=1; return ;;
    'process events --type') values+=('filemod' 'regmod' 'modload' 'netconn' 'childproc' 'crossproc' 'processblock' 'scriptload' 'other'); return ;;
    'process events --grep') return ;;
    'process events --since') return ;;
    'process events --until') return ;;
    'process events --html') files=1; return ;;
    'binary search --limit') return ;;
    'binary search --start') return ;;
    'binary search --sort') return ;;
    'binary search --facet') return ;;
    'binary --limit') return ;;
    'binary --start') return ;;
    'binary --sort') return ;;
    'binary --facet') return ;;
    'binary download --to') files=1; return ;;
    'binary hexdump --bytes') return ;;
    'sensor search --hostname') return ;;
    'sensor search --ip') return ;;
    'sensor search --group') return ;;
    'sensor search --os') values+=('windows' 'linux' 'macos'); return ;;
    'sensor search --status') return ;;
    'sensor search --health') return ;;
    'sensor search --limit') return ;;
    'sensor search --start') return ;;
    'sensor search --sort') return ;;
    'sensor --hostname') return ;;
    'sensor --ip') return ;;
    'sensor --group') return ;;
    'sensor --os') values+=('windows' 'linux' 'macos'); return ;;
    'sensor --status') return ;;
    'sensor --health') return ;;
    'sensor --limit') return ;;
    'sensor --start') return ;;
    'sensor --sort') return ;;
    'sensor move --group') return ;;
    'sensor export --hostname') return ;;
    'sensor export --ip') return ;;
    'sensor export --group') return ;;
    'sensor export --os') values+=('windows' 'linux' 'macos'); return ;;
    'sensor export --status') return ;;
    'sensor export --health') return ;;
    'sensor export --to') files=1; return ;;
    'ban list --limit') return ;;
    'ban list --start') return ;;
    'ban list --sort') return ;;
    'ban --limit') return ;;
    'ban --start') return ;;
    'ban --sort') return ;;
    'ban show --file') files=1; return ;;
    'ban add --file') files=1; return ;;
    'ban add --text') return ;;
    'ban enable --file') files=1; return ;;
    'ban enable --text') return ;;
    'ban disable --file') files=1; return ;;
    'ban disable --text') return ;;
    'ban remove --file') files=1; return ;;
    'watchlist list --type') values+=('process' 'binary'); return ;;
    'watchlist list --limit') return ;;
    'watchlist list --start') return ;;
    'watchlist list --sort') return ;;
    'watchlist --type') values+=('process' 'binary'); return ;;
    'watchlist --limit') return ;;
    'watchlist --start') return ;;
    'watchlist --sort') return ;;
    'watchlist create --query') return ;;
    'watchlist create --type') values+=('process' 'binary'); return ;;
    'watchlist create --action') values+=('alert' 'email' 'syslog' 'http_post'); return ;;
    'watchlist create --description') return ;;
    'watchlist run --group-by') return ;;
    'watchlist run --min-last-update') return ;;
    'watchlist run --max-last-update') return ;;
    'watchlist run --min-last-server-update') return ;;
    'watchlist run --max-last-server-update') return ;;
    'watchlist run --with') values+=('sensor' 'group' 'binary'); return ;;
    'watchlist run --limit') return ;;
    'watchlist run --start') return ;;
    'watchlist run --sort') return ;;
    'watchlist run --facet') return ;;
    'watchlist export --to') files=1; return ;;
    'watchlist export --format') values+=('yaml' 'json'); return ;;
    'feed list --limit') return ;;
    'feed list --start') return ;;
    'feed list --sort') return ;;
    'feed --limit') return ;;
    'feed --start') return ;;
    'feed --sort') return ;;
    'feed add --username') return ;;
    'feed add --cert') files=1; return ;;
    'feed add --key') files=1; return ;;
    'report search --feed') return ;;
    'report search --limit') return ;;
    'report search --start') return ;;
    'report search --sort') return ;;
    'report search --facet') return ;;
    'report --feed') return ;;
    'report --limit') return ;;
    'report --start') return ;;
    'report --sort') return ;;
    'report --facet') return ;;
    'report ignore --query') return ;;
    'report ignore --feed') return ;;
    'report unignore --query') return ;;
    'report unignore --feed') return ;;
    'alert search --status') return ;;
    'alert search --severity') return ;;
    'alert search --assigned') return ;;
    'alert search --hostname') return ;;
    'alert search --since') return ;;
    'alert search --until') return ;;
    'alert search --limit') return ;;
    'alert search --start') return ;;
    'alert search --sort') return ;;
    'alert search --facet') return ;;
    'alert --status') return ;;
    'alert --severity') return ;;
    'alert --assigned') return ;;
    'alert --hostname') return ;;
    'alert --since') return ;;
    'alert --until') return ;;
    'alert --limit') return ;;
    'alert --start') return ;;
    'alert --sort') return ;;
    'alert --facet') return ;;
    'alert set-status --query') return ;;
    'alert set-status --status') return ;;
    'alert set-status --severity') return ;;
    'alert set-status --assigned') return ;;
    'alert set-status --hostname') return ;;
    'alert set-status --since') return ;;
    'alert set-status --until') return ;;
    'alert assign --set-status') return ;;
    'alert assign --query') return ;;
    'alert assign --status') return ;;
    'alert assign --severity') return ;;
    'alert assign --assigned') return ;;
    'alert assign --hostname') return ;;
    'alert assign --since') return ;;
    'alert assign --until') return ;;
    'alert ignore --query') return ;;
    'alert ignore --status') return ;;
    'alert ignore --severity') return ;;
    'alert ignore --assigned') return ;;
    'alert ignore --hostname') return ;;
    'alert ignore --since') return ;;
    'alert ignore --until') return ;;
    'group list --limit') return ;;
    'group list --start') return ;;
    'group list --sort') return ;;
    'group --limit') return ;;
    'group --start') return ;;
    'group --sort') return ;;
    'group create --site') return ;;
    'group create --server') return ;;
    'site list --limit') return ;;
    'site list --start') return ;;
    'site list --sort') return ;;
    'site --limit') return ;;
    'site --start') return ;;
    'site --sort') return ;;
    'user list --limit') return ;;
    'user list --start') return ;;
    'user list --sort') return ;;
    'user --limit') return ;;
    'user --start') return ;;
    'user --sort') return ;;
    'user create --first-name') return ;;
    'user create --last-name') return ;;
    'user create --email') return ;;
    'user create --team') return ;;
    'user set --first-name') return ;;
    'user set --last-name') return ;;
    'user set --email') return ;;
    'user set --global-admin') values+=('yes' 'no'); return ;;
    'team list --limit') return ;;
    'team list --start') return ;;
    'team list --sort') return ;;
    'team --limit') return ;;
    'team --start') return ;;
    'team --sort') return ;;
    'team create --access') return ;;
    'investigation list --limit') return ;;
    'investigation list --start') return ;;
    'investigation list --sort') return ;;
    'investigation --limit') return ;;
    'investigation --start') return ;;
    'investigation --sort') return ;;
    'open --kind') values+=('sensor' 'process' 'binary' 'watchlist' 'alert'); return ;;
  esac
  case $2 in
    '--profile' | '-p') _cbq_profiles; ;;
    '--output' | '-o') values+=('table' 'tsv' 'json' 'ndjson' 'csv'); ;;
  esac
  return 0
}

_cbq_operand_values() {
  case "$1 $2" in
    ' 0') values+=('process:search processes by what they are and what they did' 'binary:search binaries by name, signature, version resource and prevalence' 'sensor:list sensors, by name, address, group, system, status or health' 'isolate:cut sensors off from the network, but for the server' 'unisolate:let isolated sensors back into the network' 'ban:list the hashes on the ban list, all of them' 'watchlist:list watchlists with their queries and how often they hit' 'feed:list feeds of threat reports' 'report:search the threat reports of all feeds' 'alert:search alerts by status, severity, host, cause and time' 'group:list sensor groups with their sites and numbers of sensors' 'site:list sites with the sensor groups in them' 'user:list the users of the console with their teams' 'team:list teams and who is in them' 'info:what the server says of itself: version, Live Response, limits' 'license:until when, and for how many sensors the server is licensed' 'partition:list the storage partitions of the event store' 'investigation:list the investigations of the console' 'open:print the console link of a sensor, process, binary, watchlist or alert' 'completion:print the completion script for the analyst'\''s own shell' 'help:show help') ;;
    'process 0') values+=('search:search processes by what they are and what they did' 'list:search processes by what they are and what they did' 'show:show what is known of a process' 'parents:show who started a process, up to the kernel' 'tree:draw a process with everything it started' 'events:list what a process did, in the order of time' 'segments:list the segments that the server keeps of a process') ;;
    'binary 0') values+=('search:search binaries by name, signature, version resource and prevalence' 'list:search binaries by name, signature, version resource and prevalence' 'show:show signature, version, names and prevalence of a binary' 'download:fetch the content of binaries, unpacked and checked' 'hexdump:show the first bytes of a binary without fetching all of it') ;;
    'sensor 0') values+=('search:list sensors, by name, address, group, system, status or health' 'list:list sensors, by name, address, group, system, status or health' 'show:show health, backlog, clock, check-in and isolation of a sensor' 'isolate:cut sensors off from the network, but for the server' 'unisolate:let isolated sensors back into the network' 'move:put sensors into another group' 'restart:restart the service of sensors at their next check-in' 'flush:have sensors send all their events at once' 'export:write all sensors as CSV, page by page as they come') ;;
    'ban 0') values+=('list:list the hashes on the ban list, all of them' 'show:show whether hashes are banned, by whom and why, and what was stopped' 'add:ban hashes, after a look at where they were seen and who signed them' 'enable:ban hashes again whose bans were disabled' 'disable:let banned hashes run again, and keep why they were banned' 'remove:let banned hashes run again, and forget why they were banned') ;;
    'watchlist 0') values+=('list:list watchlists with their queries and how often they hit' 'show:show watchlists: query, actions and hits' 'create:make a watchlist of a query' 'run:search with the query of a watchlist, now' 'enable:let watchlists run again' 'disable:keep watchlists from running' 'remove:remove watchlists and their actions for good' 'export:write watchlists as a file that can be kept in git' 'import:make the watchlists of a file that the server does not have' 'diff:show in what a server differs from a file of watchlists' 'apply:make a server have the watchlists of a file') ;;
    'feed 0') values+=('list:list feeds of threat reports' 'show:show a feed: where it comes from, and how it is fetched' 'add:add a feed by the address that the server fetches it from' 'enable:enable feeds' 'disable:disable feeds' 'sync:let the server fetch feeds now' 'remove:remove feeds with their reports') ;;
    'report 0') values+=('search:search the threat reports of all feeds' 'list:search the threat reports of all feeds' 'show:show a threat report with its indicators' 'ignore:ignore threat reports: their hits raise no alert' 'unignore:let the hits of threat reports raise alerts again') ;;
    'alert 0') values+=('search:search alerts by status, severity, host, cause and time' 'list:search alerts by status, severity, host, cause and time' 'show:show an alert: what raised it, where, and who works on it' 'set-status:set the status of alerts: those named, or all that match a query' 'assign:assign alerts to a user, and set them In Progress' 'ignore:mark alerts False Positive, and ignore the threat reports behind them') ;;
    'group 0') values+=('list:list sensor groups with their sites and numbers of sensors' 'show:show a sensor group: its policy, exclusions, and who has access' 'create:create a sensor group in a site' 'remove:remove empty sensor groups') ;;
    'site 0') values+=('list:list sites with the sensor groups in them' 'show:show a site and the sensor groups in it' 'create:create a site' 'remove:remove sites that have no sensor groups') ;;
    'user 0') values+=('list:list the users of the console with their teams' 'show:show a user of the console' 'create:create a user of the console' 'set:change the names, the e-mail or the rank of a user' 'set-password:give a user another password; the present one is needed' 'remove:remove users of the console') ;;
    'team 0') values+=('list:list teams and who is in them' 'show:show a team: who is in it, and what they may do in which group' 'create:create a team, with its access to sensor groups' 'remove:remove teams; their users stay, without the access it gave' 'add-user:put users into a team' 'remove-user:take users out of a team') ;;
    'partition 0') values+=('list:list the storage partitions of the event store') ;;
    'investigation 0') values+=('list:list the investigations of the console' 'show:show the events that were tagged for an investigation, in time order') ;;
  esac
  case "$1 $2" in
    'watchlist import 0') files=1; ;;
    'watchlist diff 0') files=1; ;;
    'watchlist apply 0') files=1; ;;
    'completion 0') values+=('bash' 'zsh' 'fish' 'powershell'); ;;
    'help 0') values+=('process' 'binary' 'sensor' 'isolate' 'unisolate' 'ban' 'watchlist' 'feed' 'report' 'alert' 'group' 'site' 'user' 'team' 'info' 'license' 'partition' 'investigation' 'open' 'completion' 'exit-codes'); ;;
  esac
  return 0
}

_cbq_profiles() {
  local name
  values+=('lab')
  for name in ${(f)"$(sed -n 's/^\[\([A-Za-z0-9._-][A-Za-z0-9._-]*\)\].*/\1/p' "${CBRC:-$HOME/.cbrc}" "$HOME/.carbonblack/credentials.response" '/etc/carbonblack/credentials.response' 2>/dev/null)"}; do
    if [[ $name != DEFAULT ]]; then values+=("$name"); fi
  done
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
