# Reads the words before the cursor: sets place (the command's words), position (of its arguments) and targets (COMPUTER, USER, PASSWORD).
_kms_read() {
  local word bare
  local -i i
  place= position=1 targets=0
  for ((i = 2; i < CURRENT; i++)); do
    word=$words[i]
    bare=${${${(L)word}#[-/]}#-}
    _kms_place "$place"
    if (( $valued[(Ie)$word] )); then
      ((i++))
    elif [[ -n $place ]] && _kms_has "$word" $subcommands; then
      place="$place $word"
    elif [[ -z $place && ( $targets -ne 1 || $word == [-/]* ) ]] && _kms_has "$bare" $slmgr; then
      place=$bare
    elif [[ -z $place && $targets -ne 1 ]] && _kms_has "${(L)word}" $commands; then
      place=${(L)word}
    elif [[ $word != -* ]]; then
      if [[ -n $place ]]; then ((position++)); else ((targets++)); fi
    fi
  done
}

# Whether the word $1 is among the described words that follow.
_kms_has() {
  local word=$1
  shift
  (( ${${@%%:*}[(Ie)$word]} ))
}

# slmgr's options in the spelling that was begun, and the described words that can stand there too.
_kms_spelt() {
  local spelling
  case $PREFIX in
    --*) spelling=-- ;;
    -*) spelling=- ;;
    /* | "") spelling=/ ;;
  esac
  _kms_describe "option of slmgr" $spelling${^slmgr}
  _kms_describe "command" $@
}

# Capital letters are taken for small ones, as kms takes them.
_kms_describe() {
  local title=$1
  local -a offers
  shift
  offers=($@)
  (( $#offers )) && _describe -t "${title// /-}" "$title" offers -M 'm:{A-Z}={a-z}'
}

_kms() {
  local -a slmgr commands remote common valued subcommands options values
  local place kind= option= previous=$words[CURRENT-1]
  local -i position targets
  _kms_vocabulary
  _kms_read
  (( $valued[(Ie)$previous] )) && option=$previous
  [[ $PREFIX == --*=* ]] && option=${PREFIX%%=*} && compset -P '*='
  if [[ -n $option ]]; then
    _kms_value "$place" "$option"
  elif [[ -z $place ]]; then
    [[ $PREFIX == -* ]] && _kms_describe option $common
    case $targets in
      0) _kms_spelt $commands ;;
      2 | 3) _kms_spelt $remote ;;
    esac
  else
    _kms_place "$place"
    if [[ $place == help && $position -eq 1 ]]; then _kms_spelt $subcommands
    elif [[ $PREFIX == -* ]]; then _kms_describe option $options $common
    elif (( $#subcommands )); then _kms_describe command $subcommands
    else _kms_value "$place" "$position"
    fi
  fi
  case $kind in
    file) _files ;;
    folder) _files -/ ;;
    *) _kms_describe value $values ;;
  esac
}

if [[ $funcstack[1] == _kms ]]; then
  _kms "$@"
else
  compdef _kms kms
fi
