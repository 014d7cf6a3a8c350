/*
 * verbale help: what a command takes, in short. The man pages say more; tests/cli compares the options of both.
 */
#include "cli.h"

#include <string.h>

/* Of commands that take texts or a record. */
#define TEXT_OPTIONS \
    "  --record FILE     texts of this record (default: VERBALE_RECORD), where no INPUT is given\n" \
    "  --text QUERY      those with these words: climate NEAR coal, \"rule of law\", polic*\n" \
    "  --publisher NAME  those of this publisher\n" \
    "  --since D         those of this date or later: 2023-08-30, 2023-08 or 2023\n" \
    "  --until D         those of this date or earlier\n" \
    "  --date D          date of texts to read that do not give theirs\n" \
    "  --tz Z            time zone of texts to read that do not give theirs: Europe/Rome\n" \
    "  --title T         title of texts to read that do not give theirs\n" \
    "  --ndjson          read every input as NDJSON, standard input too\n" \
    "  --data DIR        where the models are\n"

static const struct { const char *command, *text; } pages[] = {
    { "read",
      "usage: verbale read [OPTION]... INPUT...\n"
      "\n"
      "Read texts and print who said and did what, or keep it in a record.\n"
      "INPUT is a text file in UTF-8, a folder (its .txt, .ndjson and .jsonl files), an NDJSON\n"
      "file with \"text\" and optionally id date tz title publisher source lang, or - for a text\n"
      "on standard input.\n"
      "\n"
      "  --record FILE     keep the rows in this record, made where missing\n"
      "  --json            print one JSON object a text\n"
      "  --tsv             print one line a statement\n"
      "  --events          with --tsv: one line an event\n"
      "  --positions       with --tsv: one line a position\n"
      "  --designations    with --tsv: one line a designation\n"
      "  --conllu          print words, lemmas and trees in CoNLL-U\n"
      "  --explain PLACE   print why the rows at a byte (812) or code point (cp:798) are so\n"
      "  --date D          date of texts that do not give theirs: 2023-08-30, 2023-08 or 2023\n"
      "  --tz Z            time zone of texts that do not give theirs: Europe/Rome\n"
      "  --title T         title of texts that do not give theirs\n"
      "  --ndjson          read every input as NDJSON, standard input too\n"
      "  -j, --jobs N      texts read at the same time (default: processors, at most 8)\n"
      "  -q, --quiet       no progress and no notes on standard error\n"
      "  --kb DIR          tables of your own, over those of verbale; may be given again\n"
      "  --coder CODER     events by \"own\" (default), or by the \"dictionary\" of --kb\n"
      "  --data DIR        where the models are\n"
      "  --reference       use the plain arithmetic: slow, for comparing\n" },
    { "said",
      "usage: verbale said [OPTION]...\n"
      "\n"
      "Find statements in a record.\n"
      "\n"
      "  --record FILE     the record (default: VERBALE_RECORD)\n"
      "  --by NAME         of this speaker, or the document that speaks\n"
      "  --to NAME         to this addressee, or through this channel\n"
      "  --about NAME      that mention this entity, or have all these words in them or in the title\n"
      "  --country CODE    of speakers of this country: GBR\n"
      "  --sector CODE     of speakers of this sector: GOV\n"
      "  --type TYPES      direct, mixed, indirect, nominal, partial or term\n"
      "  --text QUERY      in texts with these words: climate NEAR coal, \"rule of law\", polic*\n"
      "  --publisher NAME  in texts of this publisher\n"
      "  --since D         of this date or later: 2023-08-30, 2023-08 or 2023\n"
      "  --until D         of this date or earlier\n"
      "  --all             each mention; without it, what several texts quote stands there once\n"
      "  --json            print one JSON object a statement\n"
      "  --tsv             print one line a statement\n"
      "  --csv             the same as CSV\n"
      "\n"
      "NAME is a name or whole words of it, a role (\"foreign minister\"), or the code of a country\n"
      "(GBR) or a sector of it (GBR:GOV): any entity of it. Case and accents do not count in names.\n" },
    { "who",
      "usage: verbale who [OPTION]... NAME\n"
      "\n"
      "Print who a name means in a record: its offices by date, and text by text how often it is\n"
      "mentioned and what was said by it, to it and about it. Namesakes stand apart.\n"
      "\n"
      "  --record FILE     the record (default: VERBALE_RECORD)\n"
      "  --country CODE    of this country alone: CHN\n"
      "  --sector CODE     of this sector alone: GOV\n"
      "  --text QUERY      in texts with these words: climate NEAR coal, \"rule of law\", polic*\n"
      "  --publisher NAME  in texts of this publisher\n"
      "  --since D         in texts of this date or later: 2023-08-30, 2023-08 or 2023\n"
      "  --until D         in texts of this date or earlier\n"
      "  --all             every mention with its words and bytes, not only how many\n"
      "  --json            print one JSON object an entity\n"
      "  --tsv             print one line an office, mention and statement\n"
      "  --csv             the same as CSV\n" },
    { "events",
      "usage: verbale events [OPTION]...\n"
      "\n"
      "Find events in a record: who did what to whom, whether it happened, and who says so.\n"
      "\n"
      "  --record FILE     the record (default: VERBALE_RECORD)\n"
      "  --actor NAME      by this actor\n"
      "  --recipient NAME  to this recipient\n"
      "  --country CODE    with an actor of this country: GBR\n"
      "  --sector CODE     with an actor of this sector: GOV\n"
      "  --text QUERY      in texts with these words: climate NEAR coal, \"rule of law\", polic*\n"
      "  --publisher NAME  in texts of this publisher\n"
      "  --type TYPES      of these PLOVER types: assault or agree,consult\n"
      "  --realis WORDS    done, ongoing, planned, conditional, alleged, denied or habitual\n"
      "  --since D         of this date or later: 2023-08-30, 2023-08 or 2023\n"
      "  --until D         of this date or earlier\n"
      "  --all             each mention; without it, what several texts tell stands there once\n"
      "  --json            print one JSON object an event\n"
      "  --tsv             print one line an event\n"
      "  --csv             the same as CSV\n"
      "\n"
      "NAME is as in verbale said. An event without a date of its own goes by its text's.\n" },
    { "times",
      "usage: verbale times [OPTION]... [INPUT]...\n"
      "\n"
      "Print what texts say of dates, hours, spans and repetition: words, value and what it rests on.\n"
      "INPUT is as in verbale read.\n"
      "\n"
      TEXT_OPTIONS
      "  --json            print one JSON object a time\n"
      "  --tsv             print one line a time\n"
      "  --csv             the same as CSV\n" },
    { "check-headline",
      "usage: verbale check-headline [OPTION]... [INPUT]...\n"
      "\n"
      "Look for what stands in quotation marks in a headline in the body: is it there word by word, in\n"
      "marks, and said by the same? Else print what comes nearest. INPUT is as in verbale read.\n"
      "\n"
      TEXT_OPTIONS
      "  --json            print one JSON object a stretch in marks\n"
      "  --tsv             print one line a stretch in marks\n"
      "  --csv             the same as CSV\n"
      "\n"
      "Exit status: 0 all stands in the body, 1 something does not or is somebody else's there, or an\n"
      "input failed, 2 usage, 3 models or tables, 4 record.\n" },
    { "ledger",
      "usage: verbale ledger [OPTION]... A B\n"
      "\n"
      "Print what stands between two sides: contact, where they cooperate and disagree, what they ask\n"
      "of each other and call each other; who is silent; and who of one side says otherwise.\n"
      "\n"
      "  --record FILE     the record (default: VERBALE_RECORD)\n"
      "  --publisher NAME  in texts of this publisher\n"
      "  --since D         of this date or later: 2023-08-30, 2023-08 or 2023\n"
      "  --until D         of this date or earlier\n"
      "  --by-capacity     government, parliament, party, press ... each for itself\n"
      "  --json            print one JSON object a line of the ledger\n"
      "  --tsv             print one line a line of the ledger\n"
      "  --csv             the same as CSV\n"
      "\n"
      "A and B are names as in verbale said: GBR, GBR:GOV, \"Anna Rossi\".\n" },
    { "export",
      "usage: verbale export [OPTION]... --format ndjson|tsv|plover\n"
      "\n"
      "Print a whole record.\n"
      "\n"
      "  --record FILE     the record (default: VERBALE_RECORD)\n"
      "  --format FORMAT   ndjson: what read --json printed; tsv: one line a statement;\n"
      "                    plover: events as PLOVER's JSON, nothing inferred\n"
      "  --events          with --format tsv: one line an event\n"
      "  --positions       with --format tsv: one line a position\n"
      "  --designations    with --format tsv: one line a designation\n"
      "  --all             older readings of the same texts too, not only the newest\n"
      "  --data DIR        plover: where the tables are\n" },
    { "eval",
      "usage: verbale eval [OPTION]... --gold FILE --pred FILE\n"
      "\n"
      "Score a record against gold, layer by layer. Both are NDJSON, as read --json prints it;\n"
      "- is standard input.\n"
      "\n"
      "  --gold FILE       what is right\n"
      "  --pred FILE       what was read\n"
      "  --misses          list the rows that do not agree\n"
      "  --layer NAME      list those of this layer (statement, \"event dyad\", event); may be given again\n"
      "  --json            print one JSON object\n" },
    { "diff",
      "usage: verbale diff [OPTION]... OLD NEW\n"
      "\n"
      "Print what a new version reads differently in the same texts: rows that are gone, added or\n"
      "changed. Both files are NDJSON, as read --json prints it; - is standard input.\n"
      "\n"
      "  --scores          rows with another score alone are changed, too\n"
      "  --json            print one JSON object a row\n"
      "\n"
      "Exit status: 0 nothing differs, 1 something differs, 2 usage or a file that cannot be read.\n" },
    { "kb",
      "usage: verbale kb build [OPTION]... OUT [DIR]\n"
      "       verbale kb check [OPTION]... [DIR]\n"
      "       verbale kb show [OPTION]... NAME\n"
      "       verbale kb import-petrarch --out DIR [--kind KIND] FILE...\n"
      "\n"
      "Compile the tables of a folder (default: knowledge) into the pack OUT, check them and list\n"
      "every problem, or print all rows that have a name. Or read TABARI and PETRARCH dictionaries\n"
      "into tables for \"verbale read --coder dictionary\", naming every defect.\n"
      "\n"
      "  --kb DIR          show: tables of your own that come first; may be given again\n"
      "  --json            show: print one JSON object a row\n"
      "  --data DIR        check, show: where the pack is\n"
      "  --depfile FILE    build: name the files that OUT depends on, for make and ninja\n"
      "  --out DIR         import-petrarch: folder for the tables\n"
      "  --kind KIND       import-petrarch: actors, agents, verbs, discards or issues, where nothing tells\n" },
    { "version",
      "usage: verbale version [OPTION]...\n"
      "\n"
      "Print the versions of program, models, tables and codebook.\n"
      "\n"
      "  --json            as a JSON object\n"
      "  --data DIR        where the models are\n" },
    { "help",
      "usage: verbale help [COMMAND]\n"
      "\n"
      "Print what a command takes.\n" },
};

bool vb_cli_print_help(FILE *to, const char *command)
{
    if (!command) {
        fputs("usage: verbale COMMAND [OPTION]... [INPUT]...\n"
              "\n"
              "verbale reads political news and records who said what, with the words.\n"
              "\n"
              "  verbale read article.txt                      print who said what in a text\n"
              "  verbale read --record news.db articles/       keep it\n"
              "  verbale said --record news.db --by \"Rossi\"    find it again\n"
              "  verbale who --record news.db \"Anna Rossi\"     one person over all texts\n"
              "  verbale events --record news.db --actor GBR   what British actors did\n"
              "  verbale times article.txt                     its dates and spans of time\n"
              "  verbale check-headline article.txt            are the headline's quotations in the body?\n"
              "  verbale ledger --record news.db GBR CHN       what stands between two sides\n"
              "  verbale export --record news.db --format tsv  take all of it elsewhere\n"
              "  verbale eval --gold g.ndjson --pred p.ndjson  how well what was read agrees with gold\n"
              "  verbale diff old.ndjson new.ndjson            what a new version reads differently\n"
              "  verbale kb show \"Whitehall\"                   what the tables know of a name\n"
              "  verbale version                               versions of program, models, tables, codebook\n"
              "  verbale help COMMAND                          what a command takes\n"
              "\n"
              "Exit status: 0 done, 1 some inputs failed and are listed, 2 usage, 3 models or tables, 4 record.\n", to);
        return true;
    }
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        if (strcmp(command, pages[i].command) != 0) continue;
        fputs(pages[i].text, to);
        return true;
    }
    return false;
}

int vb_cli_help(int argc, char **argv)
{
    struct vb_cli_output output = { 0 };

    if (argc > 2) return vb_cli_usage("help", "takes one command");
    if (!vb_cli_print_help(stdout, argc > 1 ? argv[1] : NULL)) return vb_cli_usage(NULL, "no command \"%s\"", argv[1]);
    return vb_cli_finish(&output, NULL, VB_EXIT_DONE);
}
