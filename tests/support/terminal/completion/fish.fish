# Usage: fish.fish SCRIPT LINE...: what fish offers for each line, one word a line, then "== LINE".
source $argv[1]
for line in $argv[2..]
    complete -C $line | string split -f 1 \t
    echo "== $line"
end
