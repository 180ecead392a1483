# In the interactive shell: Ctrl-T completes, and what compadd adds goes to $KMS_OFFERS.
unsetopt auto_list
PROMPT= RPROMPT=
autoload -Uz compinit
compinit -D -u
source $KMS_SCRIPT
compadd() {
  local -a hits
  if [[ " ${@[1,(i)--]} " != *' -'[OAD]' '* ]]; then
    builtin compadd -A hits "$@"
    hits=(${hits:|offered}) # _files adds a name once for each tag that it tries
    offered+=($hits)
    (( $#hits )) && print -rl -- $hits >> $KMS_OFFERS
  fi
  builtin compadd "$@"
}
complete_line() {
  local -a offered
  zle complete-word
  BUFFER=
  print -r -- "<completed>"
}
zle -N complete_line
bindkey '^T' complete_line
print -r -- "<ready>"
