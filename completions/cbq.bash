# bash completion for cbq; made by: cbq completion bash
# load it with: source <(cbq completion bash)

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
    'process') values=('--group-by' '--min-last-update' '--max-last-update' '--min-last-server-update' '--max-last-server-update' '--comprehensive' '--parents' '--with' '--limit' '--all' '--start' '--sort' '--count' '--facet') ;;
    'process tree') values=('--max-nodes' '--mermaid' '--dot' '--html' '--force') ;;
    'process events') values=('--type' '--grep' '--since' '--until' '--timesketch' '--html' '--force') ;;
    'binary search') values=('--limit' '--all' '--start' '--sort' '--count' '--facet') ;;
    'binary') values=('--limit' '--all' '--start' '--sort' '--count' '--facet') ;;
    'binary download') values=('--to' '--zip' '--force') ;;
    'binary hexdump') values=('--bytes') ;;
    'sensor search') values=('--hostname' '--ip' '--group' '--os' '--status' '--health' '--limit' '--all' '--start' '--sort' '--count') ;;
    'sensor') values=('--hostname' '--ip' '--group' '--os' '--status' '--health' '--limit' '--all' '--start' '--sort' '--count') ;;
    'sensor isolate') values=('--wait') ;;
    'sensor unisolate') values=('--wait') ;;
    'sensor move') values=('--group') ;;
    'sensor export') values=('--hostname' '--ip' '--group' '--os' '--status' '--health' '--to' '--force') ;;
    'ban list') values=('--limit' '--all' '--start' '--sort' '--count') ;;
    'ban') values=('--limit' '--all' '--start' '--sort' '--count') ;;
    'ban show') values=('--file') ;;
    'ban add') values=('--file' '--text' '--force') ;;
    'ban enable') values=('--file' '--text') ;;
    'ban disable') values=('--file' '--text') ;;
    'ban remove') values=('--file') ;;
    'watchlist list') values=('--type' '--limit' '--all' '--start' '--sort' '--count') ;;
    'watchlist') values=('--type' '--limit' '--all' '--start' '--sort' '--count') ;;
    'watchlist create') values=('--query' '--type' '--action' '--description' '--disabled' '--force') ;;
    'watchlist run') values=('--group-by' '--min-last-update' '--max-last-update' '--min-last-server-update' '--max-last-server-update' '--comprehensive' '--parents' '--with' '--limit' '--all' '--start' '--sort' '--count' '--facet') ;;
    'watchlist export') values=('--to' '--format' '--ids' '--force') ;;
    'watchlist import') values=('--force') ;;
    'watchlist diff') values=('--prune' '--exit-code') ;;
    'watchlist apply') values=('--prune' '--force') ;;
    'feed list') values=('--limit' '--all' '--start' '--sort' '--count') ;;
    'feed') values=('--limit' '--all' '--start' '--sort' '--count') ;;
    'feed add') values=('--no-verify' '--proxy' '--username' '--cert' '--key' '--disabled') ;;
    'feed sync') values=('--full') ;;
    'report search') values=('--feed' '--limit' '--all' '--start' '--sort' '--count' '--facet') ;;
    'report') values=('--feed' '--limit' '--all' '--start' '--sort' '--count' '--facet') ;;
    'report show') values=('--iocs') ;;
    'report ignore') values=('--query' '--feed' '--force') ;;
    'report unignore') values=('--query' '--feed' '--force') ;;
    'alert search') values=('--status' '--severity' '--assigned' '--unassigned' '--hostname' '--since' '--until' '--limit' '--all' '--start' '--sort' '--count' '--facet') ;;
    'alert') values=('--status' '--severity' '--assigned' '--unassigned' '--hostname' '--since' '--until' '--limit' '--all' '--start' '--sort' '--count' '--facet') ;;
    'alert set-status') values=('--query' '--status' '--severity' '--assigned' '--unassigned' '--hostname' '--since' '--until' '--force') ;;
    'alert assign') values=('--set-status' '--query' '--status' '--severity' '--assigned' '--unassigned' '--hostname' '--since' '--until' '--force') ;;
    'alert ignore') values=('--query' '--status' '--severity' '--assigned' '--unassigned' '--hostname' '--since' '--until' '--force') ;;
    'group list') values=('--limit' '--all' '--start' '--sort' '--count') ;;
    'group') values=('--limit' '--all' '--start' '--sort' '--count') ;;
    'group create') values=('--site' '--server') ;;
    'site list') values=('--limit' '--all' '--start' '--sort' '--count') ;;
    'site') values=('--limit' '--all' '--start' '--sort' '--count') ;;
    'user list') values=('--limit' '--all' '--start' '--sort' '--count') ;;
    'user') values=('--limit' '--all' '--start' '--sort' '--count') ;;
    'user create') values=('--first-name' '--last-name' '--email' '--team' '--global-admin' '--password-stdin') ;;
    'user set') values=('--first-name' '--last-name' '--email' '--global-admin') ;;
    'user set-password') values=('--password-stdin') ;;
    'team list') values=('--limit' '--all' '--start' '--sort' '--count') ;;
    'team') values=('--limit' '--all' '--start' '--sort' '--count') ;;
    'team create') values=('--access') ;;
    'investigation list') values=('--limit' '--all' '--start' '--sort' '--count') ;;
    'investigation') values=('--limit' '--all' '--start' '--sort' '--count') ;;
    'open') values=('--kind') ;;
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
}

_cbq_operand_values() {
  case "$1 $2" in
    ' 0') values=('process' 'binary' 'sensor' 'isolate' 'unisolate' 'ban' 'watchlist' 'feed' 'report' 'alert' 'group' 'site' 'user' 'team' 'info' 'license' 'partition' 'investigation' 'open' 'completion' 'help') ;;
    'process 0') values=('search' 'list' 'show' 'parents' 'tree' 'events' 'segments') ;;
    'binary 0') values=('search' 'list' 'show' 'download' 'hexdump') ;;
    'sensor 0') values=('search' 'list' 'show' 'isolate' 'unisolate' 'move' 'restart' 'flush' 'export') ;;
    'ban 0') values=('list' 'show' 'add' 'enable' 'disable' 'remove') ;;
    'watchlist 0') values=('list' 'show' 'create' 'run' 'enable' 'disable' 'remove' 'export' 'import' 'diff' 'apply') ;;
    'feed 0') values=('list' 'show' 'add' 'enable' 'disable' 'sync' 'remove') ;;
    'report 0') values=('search' 'list' 'show' 'ignore' 'unignore') ;;
    'alert 0') values=('search' 'list' 'show' 'set-status' 'assign' 'ignore') ;;
    'group 0') values=('list' 'show' 'create' 'remove') ;;
    'site 0') values=('list' 'show' 'create' 'remove') ;;
    'user 0') values=('list' 'show' 'create' 'set' 'set-password' 'remove') ;;
    'team 0') values=('list' 'show' 'create' 'remove' 'add-user' 'remove-user') ;;
    'partition 0') values=('list') ;;
    'investigation 0') values=('list' 'show') ;;
  esac
  case "$1 $2" in
    'watchlist import 0') files=1 ;;
    'watchlist diff 0') files=1 ;;
    'watchlist apply 0') files=1 ;;
    'completion 0') values+=('bash' 'zsh' 'fish' 'powershell') ;;
    'help 0') values+=('process' 'binary' 'sensor' 'isolate' 'unisolate' 'ban' 'watchlist' 'feed' 'report' 'alert' 'group' 'site' 'user' 'team' 'info' 'license' 'partition' 'investigation' 'open' 'completion' 'exit-codes') ;;
  esac
}

_cbq_profiles() {
  local name
  values+=('lab')
  while IFS= read -r name; do
    if [[ $name != DEFAULT ]]; then values+=("$name"); fi
  done < <(sed -n 's/^\[\([A-Za-z0-9._-][A-Za-z0-9._-]*\)\].*/\1/p' "${CBRC:-$HOME/.cbrc}" "$HOME/.carbonblack/credentials.response" '/etc/carbonblack/credentials.response' 2>/dev/null)
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
