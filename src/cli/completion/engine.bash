# COMP_WORDS up to the cursor, with what readline takes apart at : and = put together again: sets words.
_kms_join() {
  local i part open=
  words=()
  for ((i = 0; i <= COMP_CWORD; i++)); do
    part=${COMP_WORDS[i]}
    if [[ $i -gt 1 && ( -n $open || $part == [:=]* ) ]]; then
      words[${#words[@]} - 1]+=$part
    else
      words+=("$part")
    fi
    if [[ $part == [:=] ]]; then open=1; else open=; fi
  done
}

# Whether the list $1 has the word $2.
_kms_has() {
  [[ -n $2 && " $1 " == *" $2 "* ]]
}

# Reads the words before the cursor: sets place (the command's words), position (of its arguments) and targets (COMPUTER, USER, PASSWORD).
_kms_read() {
  local i word bare
  place= position=1 targets=0
  for ((i = 1; i < ${#words[@]} - 1; i++)); do
    word=${words[i]}
    bare=${word#[-/]}
    bare=${bare#-}
    _kms_place "$place"
    if _kms_has "$_kms_valued" "$word"; then
      ((i++))
    elif [[ -n $place ]] && _kms_has "$subcommands" "$word"; then
      place="$place $word"
    elif [[ -z $place && ( $targets -ne 1 || $word == [-/]* ) ]] && _kms_has "$_kms_slmgr" "$bare"; then
      place=$bare
    elif [[ -z $place && $targets -ne 1 ]] && _kms_has "$_kms_commands" "$word"; then
      place=$word
    elif [[ $word != -* ]]; then
      if [[ -n $place ]]; then ((position++)); else ((targets++)); fi
    fi
  done
}

# slmgr's options in the spelling that was begun, and what else can stand there ($1): sets offers.
_kms_spelt() {
  local spelling name
  case $current in
    --*) spelling=-- ;;
    -*) spelling=- ;;
    /* | "") spelling=/ ;;
    *) spelling= ;;
  esac
  offers=$1
  for name in $_kms_slmgr; do offers+=" $spelling$name"; done
}

# Sets offers, or kind where names of files or folders are wanted.
_kms_offer() {
  if [[ $current == --*=* ]]; then
    previous=${current%%=*}
    current=${current#*=}
    _kms_value "$place" "$previous"
  elif _kms_has "$_kms_valued" "$previous"; then
    _kms_value "$place" "$previous"
  elif [[ -z $place ]]; then
    case $targets in
      0) _kms_spelt "$_kms_commands $_kms_common" ;;
      1) offers=$_kms_common ;;
      2 | 3) _kms_spelt "$_kms_remote $_kms_common" ;;
    esac
  else
    _kms_place "$place"
    if [[ $place == help && $position -eq 1 ]]; then _kms_spelt "$subcommands"
    elif [[ $current == -* ]]; then offers="$options $_kms_common"
    elif [[ -n $subcommands ]]; then offers=$subcommands
    else _kms_value "$place" "$position"
    fi
  fi
}

_kms_complete() {
  local IFS=$' \t\n' words place position targets subcommands options kind= offers= offer
  _kms_join
  local current=${words[${#words[@]} - 1]} previous=
  ((${#words[@]} > 2)) && previous=${words[${#words[@]} - 2]}
  _kms_read
  _kms_offer
  COMPREPLY=()
  for offer in $offers; do
    [[ $offer == -* && $current != -* ]] && continue # an option is offered once it is begun
    [[ $offer == "$current"* ]] && COMPREPLY+=("$offer")
  done
  case $kind in
    file) compopt -o default 2> /dev/null || _kms_names -f ;;
    folder) compopt -o dirnames 2> /dev/null || _kms_names -d ;;
  esac
}

# Names of files or folders, for a bash without compopt.
_kms_names() {
  local IFS=$'\n'
  COMPREPLY=($(compgen "$1" -- "$current"))
}

_kms() {
  if shopt -q nocasematch; then
    _kms_complete
  else
    shopt -s nocasematch
    _kms_complete
    shopt -u nocasematch
  fi
}

complete -F _kms kms
