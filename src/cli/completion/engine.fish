# Reads the words before the cursor: prints the command's words, the number of the next argument and that of COMPUTER, USER and PASSWORD.
function __kms_read
    set -l place
    set -l position 1
    set -l targets 0
    set -l words $argv
    while set -q words[1]
        set -l word $words[1]
        set -e words[1]
        set -l name (string lower -- $word)
        set -l bare (string replace -r '^(/|--?)' '' -- $name)
        if contains -- $word $__kms_valued
            set -e words[1]
        else if test -n "$place"; and __kms_has $word (__kms_subcommands $place)
            set place "$place $word"
        else if test -z "$place"; and test $targets -ne 1 -o "$bare" != "$name"; and __kms_has $bare $__kms_slmgr
            set place $bare
        else if test -z "$place"; and test $targets -ne 1; and __kms_has $name $__kms_commands
            set place $name
        else if not string match -q -- '-*' $word
            if test -n "$place"
                set position (math $position + 1)
            else
                set targets (math $targets + 1)
            end
        end
    end
    printf '%s\n' "$place" $position $targets
end

# Whether the word $argv[1] is among the described words that follow.
function __kms_has
    contains -- $argv[1] (string split -f 1 -- \t $argv[2..])
end

# slmgr's options in the spelling that was begun.
function __kms_spelt
    set -l spelling (string match -r '^(?:/|--?)' -- $argv; or echo)
    test -z "$argv"; and set spelling /
    printf '%s\n' $spelling$__kms_slmgr
end

function __kms_offer
    set -g __kms_token (commandline -ct)
    set -l words (commandline -opc)[2..]
    set -l read (__kms_read $words)
    set -l option
    set -q words[1]; and contains -- $words[-1] $__kms_valued; and set option $words[-1]
    set -l prefix ''
    if string match -qr -- '^--.*=' $__kms_token
        set option (string split -m 1 -f 1 = -- $__kms_token)
        set prefix $option=
        set __kms_token (string replace -- $prefix '' $__kms_token)
    end
    if test -n "$option"
        set -l values (__kms_value "$read[1]" $option)
        printf '%s\n' $prefix$values
    else if test -z "$read[1]"
        __kms_first $read[3]
    else
        __kms_next $read[1] $read[2]
    end
end

# What can stand where there is no command yet, behind $argv words for another computer.
function __kms_first
    string match -q -- '-*' $__kms_token; and printf '%s\n' $__kms_common
    switch $argv
        case 0
            __kms_spelt $__kms_token
            printf '%s\n' $__kms_commands
        case 2 3
            __kms_spelt $__kms_token
            printf '%s\n' $__kms_remote
    end
end

# What can follow the command $argv[1] as its argument number $argv[2].
function __kms_next
    if string match -q -- '-*' $__kms_token; and test $argv[1] != help
        __kms_options $argv[1]
        printf '%s\n' $__kms_common
    else if set -l subcommands (__kms_subcommands $argv[1]); and set -q subcommands[1]
        printf '%s\n' $subcommands
        test "$argv" = 'help 1'; and __kms_spelt $__kms_token
    else
        __kms_value $argv
    end
end

complete -c kms -e
complete -c kms -f -a '(__kms_offer)'
