# bash completion for verbale(1)

_verbale()
{
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} options
    COMPREPLY=()
    if [ "$COMP_CWORD" = 1 ]; then
        mapfile -t COMPREPLY < <(compgen -W 'read said who events ledger times check-headline export eval diff kb version help --help --version' -- "$cur")
        return
    fi
    case $prev in
        --format) mapfile -t COMPREPLY < <(compgen -W 'ndjson tsv plover' -- "$cur"); return ;;
        --type) mapfile -t COMPREPLY < <(compgen -W 'agree consult support concede cooperate aid retreat request accuse reject threaten protest sanction mobilize coerce assault' -- "$cur"); return ;;
        --realis) mapfile -t COMPREPLY < <(compgen -W 'done ongoing planned conditional alleged denied habitual' -- "$cur"); return ;;
        --data|--kb|--out) mapfile -t COMPREPLY < <(compgen -d -- "$cur"); return ;;
        --record|--depfile|--gold|--pred) mapfile -t COMPREPLY < <(compgen -f -- "$cur"); return ;;
        --tz)
            if [ -r /usr/share/zoneinfo/tzdata.zi ]; then
                mapfile -t COMPREPLY < <(compgen -W "$(awk '$1 == "Z" {print $2} $1 == "L" {print $3}' /usr/share/zoneinfo/tzdata.zi)" -- "$cur")
            fi
            return ;;
        --layer) mapfile -t COMPREPLY < <(compgen -W 'mention entity link statement speaker event position designation time place' -- "$cur"); return ;;
        --explain|--date|--title|--jobs|-j|--by|--to|--about|--actor|--recipient|--country|--sector|--text|--publisher|--since|--until) return ;;
    esac
    case ${COMP_WORDS[1]} in
        read) options='--record --json --tsv --events --positions --designations --conllu --explain --date --tz --title --ndjson --jobs --quiet --kb --coder --data --reference --help' ;;
        said) options='--all --record --by --to --about --country --sector --type --text --publisher --since --until --json --tsv --csv --help' ;;
        who) options='--record --country --sector --text --publisher --since --until --all --json --tsv --csv --help' ;;
        events) options='--all --record --actor --recipient --country --sector --type --realis --text --publisher --since --until --json --tsv --csv --help' ;;
        times) options='--record --text --publisher --since --until --date --tz --title --ndjson --data --json --tsv --csv --help' ;;
        check-headline) options='--record --text --publisher --since --until --date --tz --title --ndjson --data --json --tsv --csv --help' ;;
        ledger) options='--record --publisher --since --until --by-capacity --json --tsv --csv --help' ;;
        export) options='--record --format --events --positions --designations --all --data --help' ;;
        eval) options='--gold --pred --misses --layer --json --help' ;;
        diff) options='--scores --json --help' ;;
        kb) options='--kb --json --data --depfile --out --kind --help' ;;
        version) options='--json --data --help' ;;
        help) options='read said who events ledger times check-headline export eval diff kb version help' ;;
    esac
    case $cur in
        -*) mapfile -t COMPREPLY < <(compgen -W "$options" -- "$cur") ;;
        *)
            if [ "${COMP_WORDS[1]}" = read ] || [ "${COMP_WORDS[1]}" = times ] || [ "${COMP_WORDS[1]}" = check-headline ] || [ "${COMP_WORDS[1]}" = diff ]; then mapfile -t COMPREPLY < <(compgen -f -- "$cur")
            elif [ "${COMP_WORDS[1]} $COMP_CWORD" = 'kb 2' ]; then mapfile -t COMPREPLY < <(compgen -W 'build check show import-petrarch' -- "$cur")
            elif [ "${COMP_WORDS[1]}" = kb ]; then mapfile -t COMPREPLY < <(compgen -f -- "$cur")
            elif [ "${COMP_WORDS[1]}" = help ]; then mapfile -t COMPREPLY < <(compgen -W "$options" -- "$cur")
            fi ;;
    esac
}

complete -o filenames -F _verbale verbale
