#!/bin/sh
# kms, with the runtime it needs: this script, then a gzipped tar archive. The first start unpacks the archive
# into a cache folder, every start runs what lies there. It can be removed at any time when no kms is running.
id=@ID@
payload_at=@PAYLOAD_AT@
files='@FILES@'

# Prints an error and ends.
fail() {
  printf 'kms: %s\n' "$1" >&2
  exit 1
}

# whole FOLDER: cleaners take single files from temporary folders, a crash may leave them empty, and a file system
# may refuse to run programs.
whole() {
  for file in $files; do
    [ -s "$1/$file" ] || return 1
  done
  [ -x "$1/deno" ]
}

# private FOLDER: it is ours, and nobody else can write to it.
private() {
  [ -d "$1" ] && [ ! -h "$1" ] && [ -O "$1" ] || return 1
  case $(LC_ALL=C ls -ldn "$1") in
    d????-??-?[!+]*) return 0 ;;
    *) return 1 ;;
  esac
}

# make FOLDER: for us alone, with the folders above it.
make() {
  [ -d "$1" ] || (umask 077 && mkdir -p "$1") 2>/dev/null
}

# Sets $store to the place in the user's cache folder. HOME is another user's after some `sudo`: that user could
# exchange what root is about to run.
use_cache() {
  case ${XDG_CACHE_HOME-} in
    /*) cache=$XDG_CACHE_HOME ;;
    *) [ -n "${HOME-}" ] && [ -O "$HOME" ] && cache=$HOME/.cache || return 1 ;;
  esac
  store=$cache/kms
  make "$cache"
  [ -O "$cache" ] && make "$store" && private "$store"
}

# use_shared FOLDER: sets $store to our place in a folder of everybody's, from which others cannot move it away.
use_shared() {
  [ -k "$1" ] || [ -O "$1" ] || return 1
  store=$1/kms-$(id -u)
  make "$store" && private "$store"
}

# with_places COMMAND: runs it with each place that can be trusted, best first, until it succeeds.
with_places() {
  use_cache && "$1" && return
  use_shared /var/tmp && "$1" && return
  use_shared "${TMPDIR:-/tmp}" && "$1"
}

is_unpacked() {
  whole "$store/$id"
}

# Unpacks beside the final place and moves the whole there at once, so that what is there is never a part.
unpack() {
  name=part.$$.$(date +%s)
  part=$store/$name
  (
    umask 077
    trap 'rm -rf "$part"' EXIT
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM
    remove_leftovers
    mkdir "$part" "$part/$name" && remove_damaged && extract && put_in_place
  )
  is_unpacked
}

# What killed starts left behind.
remove_leftovers() {
  for left in "$store"/part.*; do
    process=${left#"$store"/part.}
    kill -0 "${process%%.*}" 2>/dev/null || rm -rf "$left"
  done
}

# Only what was there before `whole` looked at it is moved away, never what another start has just put there.
remove_damaged() {
  [ ! -d "$store/$id" ] || is_unpacked || mv "$store/$id" "$part/damaged"
}

# A pipe has the status of its last command, so the file `sound` says that gzip found no damage. The files get
# today's date, for cleaners go by it.
extract() {
  tail -c "+$payload_at" "$self" | { gzip -dc && : >"$part/sound"; } | (cd "$part/$name" && tar -xmof -) &&
    [ -f "$part/sound" ]
}

# If another start was faster, its folder stays, and `mv` may have put ours into it.
put_in_place() {
  is_unpacked || mv "$part/$name" "$store/$id"
  rm -rf "${store:?}/$id/$name"
}

self=$0
[ -f "$self" ] || self=$(command -v -- "$0") || fail "cannot find its own file, $0"
case $self in
  /*) ;;
  *) self=$PWD/$self ;;
esac

with_places is_unpacked || with_places unpack || fail "cannot unpack itself into the user's cache folder, /var/tmp \
or ${TMPDIR:-/tmp}. Set XDG_CACHE_HOME to a folder of yours with 200 MB of space, where programs may run."

# Deno keeps its own cache in DENO_DIR: there nobody else can write, and it goes when the folder goes.
export DENO_DIR="$store/$id/cache" DENO_NO_UPDATE_CHECK=1 KMS_EXECUTABLE="$self"
exec "$store/$id/deno" run @FLAGS@ "$store/$id/main.js" "$@"
