#!/bin/sh
# kms, with the runtime it needs: this script, then a gzipped tar archive. The first start unpacks the archive
# into a cache folder, every start runs what lies there. It can be removed at any time when no kms is running.
id=@ID@
payload_at=@PAYLOAD_AT@
files='@FILES@'
sizes='@SIZES@'
reasons=
newline='
'

# Prints an error and ends.
fail() {
  printf 'kms: %s\n' "$1" >&2
  exit 1
}

# whole: cleaners take single files from temporary folders, a crash or a full disk may cut them, and a file system
# may refuse to run programs. Reading 100 MB at each start would take too long, so sizes must do.
whole() {
  [ -x "$store/$id/deno" ] || return 1
  get_sizes "$(list_files)"
  [ "$found" = "$sizes" ]
}

# In the order of their names, which the C locale makes the same everywhere; LS_BLOCK_SIZE keeps sizes from being
# rounded. For use in `$(...)`, which it leaves with `exec` to save a process.
list_files() {
  # shellcheck disable=SC2086 # split into names
  cd "$store/$id" && LC_ALL=C LS_BLOCK_SIZE=1 exec ls -ldn $files
} 2>/dev/null

# get_sizes LINES: sets $found to the fifth column of what `ls` wrote. The form of the dates behind it differs, so
# lines count; `read` would take them byte by byte.
get_sizes() {
  found=
  IFS=$newline
  for line in $1; do
    IFS=' '
    # shellcheck disable=SC2086 # split into columns
    set -- $line
    found="$found${5-} "
  done
  unset IFS
}

# private FOLDER: it is ours, and nobody else can write to it.
private() {
  [ -d "$1" ] && [ ! -h "$1" ] && [ -O "$1" ] || return 1
  case $(LC_ALL=C ls -ldn "$1") in
    d????-??-?[!+]*) return 0 ;;
    *) return 1 ;;
  esac
}

# Sets $store to the place in the user's cache folder. HOME is another user's after some `sudo`: that user could
# exchange what root is about to run.
use_cache() {
  case ${XDG_CACHE_HOME-} in
    /*) cache=$XDG_CACHE_HOME ;;
    *) [ -n "${HOME-}" ] && [ -O "$HOME" ] && cache=$HOME/.cache || return 1 ;;
  esac
  store=$cache/kms shared=
}

# use_shared FOLDER: sets $store to our place in a folder of everybody's, from which others cannot move it away.
use_shared() {
  [ -k "$1" ] || [ -O "$1" ] || return 1
  store=$1/kms-$(id -u) shared=yes
}

# with_places COMMAND: runs it with each place, best first, until it succeeds.
with_places() {
  use_cache && "$1" && return
  use_shared /var/tmp && "$1" && return
  use_shared "${TMPDIR:-/tmp}" && "$1"
}

# Nobody else can change what is in $store, or move it away.
trusted() {
  [ -n "$shared" ] || [ -O "${store%/*}" ] || return 1
  private "$store"
}

is_unpacked() {
  trusted && whole
}

# Where it fails it stays silent, for another place may do: $reasons says why.
unpack() {
  made=$(first_missing)
  name=part.$$.$(date +%s)
  part=$store/$name
  errors=$(unpack_here 2>&1)
  is_unpacked && return
  explain
  unmake
  return 1
}

# Prints the uppermost folder that must be made to have $store.
first_missing() {
  [ ! -d "$store" ] || return
  missing=$store
  until [ -d "${missing%/*}/" ]; do missing=${missing%/*}; done
  printf '%s' "$missing"
}

# Removes the folders that were made for a place of no use. One that is in use is not empty.
unmake() {
  [ -n "$made" ] || return
  rmdir "$store" 2>/dev/null
  until [ "$store" = "$made" ]; do
    store=${store%/*}
    rmdir "$store" 2>/dev/null
  done
}

# tar has a line for each file, and the first need not be the one that says why.
explain() {
  case $errors in
    *'No space left'*) why='no space left' ;;
    *'quota exceeded'*) why='quota exceeded' ;;
    '') why='no programs may run there' ;;
    *) why=${errors%%"$newline"*} ;;
  esac
  reasons="$reasons$store: $why; "
}

# Unpacks beside the final place, so that no file there is ever a part of one.
unpack_here() (
  umask 077
  export LC_ALL=C
  mkdir -p "$store" || exit
  trusted || { echo 'others could change what is there' && exit; }
  trap 'rm -rf "$part"' EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
  remove_leftovers
  mkdir "$part" "$part/$name" && extract && [ -x "$part/$name/deno" ] && put_in_place
)

# What killed starts left behind.
remove_leftovers() {
  for left in "$store"/part.*.*; do
    [ ! -d "$left" ] || ! is_abandoned "${left#"$store"/part.}" || rm -rf "$left" 2>/dev/null
  done
}

# is_abandoned PROCESS.TIME: a process that cannot be seen may be at work in another container or on another
# computer, so it gets ten minutes. After a day its number belongs to another process.
is_abandoned() {
  case ${1#*.} in
    '' | *[!0-9]*) return 1 ;;
  esac
  age=$(($(date +%s) - ${1#*.}))
  [ "$age" -gt 86400 ] || { [ "$age" -gt 600 ] && ! kill -0 "${1%%.*}" 2>/dev/null; }
}

archive() {
  tail -c "+$payload_at" "$self"
}

# A pipe has the status of its last command, so the file `sound` says that gzip found no damage. The files get
# today's date, for cleaners go by it.
extract() {
  archive | { gzip -dc && : >"$part/sound"; } | (cd "$part/$name" && tar -xmof -) &&
    [ -f "$part/sound" ]
}

# If another start was faster, its folder stays, and `mv` may have put ours into it.
put_in_place() {
  [ -d "$store/$id" ] || mv "$part/$name" "$store/$id"
  rm -rf "${store:?}/$id/$name"
  whole || repair
}

# File by file, so that starts that repair at the same time, or run what is there, never miss one.
repair() {
  for file in $files; do
    case $file in
      */*) mkdir -p "$store/$id/${file%/*}" ;;
    esac
    mv -f "$part/$name/$file" "$store/$id/$file" || return
  done
}

give_up() {
  for tool in gzip tar; do
    command -v "$tool" >/dev/null || fail "cannot unpack itself without $tool: install it"
  done
  archive | gzip -dc >/dev/null 2>&1 || fail "cannot unpack itself: $self is damaged, get it again"
  fail "cannot unpack itself: ${reasons}set XDG_CACHE_HOME to a folder of yours with 200 MB of space, where \
programs may run"
}

self=$0
[ -f "$self" ] || self=$(command -v -- "$0") || fail "cannot find its own file, $0"
case $self in
  /*) ;;
  *) self=$PWD/$self ;;
esac

with_places is_unpacked || with_places unpack || give_up
remove_leftovers

# Deno keeps its own cache in DENO_DIR: there nobody else can write, and it goes when the folder goes.
export DENO_DIR="$store/$id/cache" DENO_NO_UPDATE_CHECK=1 KMS_EXECUTABLE="$self"
exec "$store/$id/deno" run @FLAGS@ "$store/$id/main.js" "$@"
