#!/usr/bin/env bash
# A PostgreSQL server of one's own, for the tests: in a temporary folder, reached over a Unix socket
# in that folder and over nothing else, so that it meets no other server and no other user.
#
#   tests/postgres.sh start   start it, or find it running; prints its URL
#   tests/postgres.sh url     print its URL
#   tests/postgres.sh stop    stop it and remove its folder; nothing where there is none
#
#   MEMCON_TEST_POSTGRES=$(tests/postgres.sh start) make test
set -euo pipefail

state=$(cd "$(dirname "$0")/.." && pwd)/.postgres # names the folder of the server that was started
owner=postgres                                    # who runs it where root asks: it refuses root
cd /                                              # the owner may not enter the working directory

fail() {
  printf 'tests/postgres.sh: %s\n' "$*" >&2
  exit 1
}

# The programs: the newest of Debian's, which are not on the path, or those that are.
programs() {
  local folder program
  folder=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort --version-sort | tail -n 1)
  if [[ ! -x $folder/initdb ]]; then
    program=$(command -v initdb) ||
      fail 'there is no PostgreSQL server here (Debian: apt-get install postgresql)'
    folder=$(dirname "$(realpath "$program")") # a link may stand alone, without its fellows
  fi
  printf '%s\n' "$folder"
}

as_owner() {
  if ((EUID == 0)); then runuser --user "$owner" -- "$@"; else "$@"; fi
}

folder() {
  [[ -f $state ]] && cat "$state"
}

# Asked of the server itself: a process that died and was not yet buried still has its number.
running() {
  [[ -f $state ]] && as_owner "$bin/pg_isready" --quiet --host "$(folder)" --timeout 10
}

url() {
  printf 'postgresql+psycopg://memcon@/postgres?host=%s\n' "$(folder)"
}

start() {
  running && return
  stop
  local home
  home=$(mktemp --directory /tmp/memcon-postgres.XXXXXX) # short: a socket's path has 107 bytes
  printf '%s\n' "$home" >"$state"
  ((EUID != 0)) || chown "$owner" "$home"
  as_owner "$bin/initdb" --pgdata "$home/data" --username memcon --auth trust \
    --encoding UTF8 --locale C >"$home/initdb.log" 2>&1 || fail "initdb: $(cat "$home/initdb.log")"
  # Written to disk as a team's server does (fsync stays on): the tests of killed processes and the
  # measured times mean nothing otherwise.
  cat >>"$home/data/postgresql.conf" <<CONF
listen_addresses = ''
unix_socket_directories = '$home'
unix_socket_permissions = 0700
max_connections = 200
timezone = 'UTC'
CONF
  as_owner "$bin/pg_ctl" --pgdata "$home/data" --log "$home/server.log" --wait --timeout 60 start \
    >/dev/null || fail "the server does not start: $(tail -n 20 "$home/server.log")"
}

stop() {
  [[ -f $state ]] || return 0
  local home
  home=$(folder)
  if running; then
    as_owner "$bin/pg_ctl" --pgdata "$home/data" --mode immediate --wait stop >/dev/null || true
  fi
  [[ $home != /tmp/memcon-postgres.?????? ]] || rm -rf "$home"
  rm -f "$state"
}

case "${1-}" in
start | url | stop) ;;
*) fail 'say start, url or stop' ;;
esac
[[ $1 != stop || -f $state ]] || exit 0 # nothing to stop needs no server programs
bin=$(programs)
case $1 in
start)
  start
  url
  ;;
url)
  running || fail 'it is not running; tests/postgres.sh start starts it'
  url
  ;;
stop)
  stop
  ;;
esac
