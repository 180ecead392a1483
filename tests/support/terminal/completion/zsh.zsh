# Usage: zsh.zsh SCRIPT LINE...: what zsh's own completion adds for each line in an interactive shell, one word a line, then "== LINE".
zmodload zsh/zpty
export KMS_SCRIPT=$1 KMS_OFFERS=$(mktemp)
local line out
zpty shell zsh -f -i
zpty -w shell "source ${0:h}/zsh_widget.zsh"
zpty -r shell out '*<ready>*'
for line in "${@:2}"; do
  zpty -w -n shell "$line"$'\C-t'
  zpty -r shell out '*<completed>*'
  print -r -- "== $line" >> $KMS_OFFERS
done
zpty -d shell
cat $KMS_OFFERS
rm $KMS_OFFERS
