# Usage: bash.bash SCRIPT LINE...: what bash offers for each line, one word a line, then "== LINE".
# Words are cut as readline cuts them; compopt, which works only in a running completion, is taken at its word.
set -f
source "$1"
shift
compopt() { names=$2; }
for line in "$@"; do
  cut=${line//:/ : }
  COMP_WORDS=(${cut//=/ = })
  [[ $line == *" " ]] && COMP_WORDS+=("")
  COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
  COMPREPLY=() names=
  _kms
  printf '%s\n' "${COMPREPLY[@]}"
  case $names in
    default) compgen -f -- "${COMP_WORDS[COMP_CWORD]}" ;;
    dirnames) compgen -d -- "${COMP_WORDS[COMP_CWORD]}" ;;
  esac
  echo "== $line"
done
