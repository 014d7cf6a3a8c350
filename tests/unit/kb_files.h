/*
 * Tables for tests: a folder of small TSV files, and what building or opening it says.
 */
#ifndef TEST_KB_FILES_H
#define TEST_KB_FILES_H

#include "pack.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define KB_STATES "code\tname\tnames\tdemonyms\tsovereign\tsuccessor\tfrom\tuntil\n"
#define KB_HOLDERS "person\tnames\tcountry\toffice\tparty\tfrom\tuntil\tsure\tcollective\n"

/* What other tables refer to, and a little of each table. */
static const char *const kb_small[][2] = {
    {"states/states.tsv", "# a comment\n\n" KB_STATES "ITA\tItaly\tItalian Republic\tItalian|Italians\t\t\t1861\t\n"
                          "USA\tUnited States\tUS|U.S.A.|America\tAmerican|Americans\t\t\t\t\n"
                          "GBR\tUnited Kingdom\tUK|Britain|Great Britain\tBritish|Briton|Britons\t\t\t\t\n"
                          "GIB\tGibraltar\t\tGibraltarian\tGBR\t\t\t\n"
                          "YUG\tYugoslavia\t\tYugoslav\t\tITA|GBR\t1918\t1992-04-27\n"
                          "COD\tDemocratic Republic of the Congo\tDR Congo|Congo\tCongolese\t\t\t\t\n"
                          "COG\tRepublic of the Congo\tCongo\tCongolese\t\t\t\t\n"},
    {"bodies/international.tsv",
     "id\tname\tnames\tcountry\tsector\tpart_of\n"
     "un\tUnited Nations\tUN|U.N.\tIGO\tIGO\t\nunsc\tUN Security Council\tSecurity Council\tIGO\tIGO\tun\n"},
    {"offices/roles.tsv",
     "role\tnames\toffice\tsector\tkind\tcountry\n"
     "prime minister\tprime ministers|premier\thead-of-government\tGOV\tperson\t\nmp\tmps\tlegislator\tLEG\tperson\t\n"},
    {"parties/parties.tsv",
     "country\tname\tnames\tmembers\nGBR\tConservative Party\tConservatives\tTory|Tories\nITA\tPartito Democratico\tPD\t\n"},
    {"parties/government.tsv", "country\tparty\tfrom\tuntil\nGBR\tConservatives\t2010-05-11\t2024-07-05\n"},
    {"holders/europe.tsv", KB_HOLDERS "Anna Rossi\tA. Rossi\tITA\thead-of-government\tPD\t2018-06\t2021-02-13\t\t\n"
                                      "Carlo Verdi\t\tITA\thead-of-government\t\t2021-02-13\t\t2023-05\t\n"
                                      "Bruno Neri\t\tITA\thead-of-government\t\t2011\t2013\t\t\n"},
    {"places/cities.tsv", "name\tnames\tcountry\tadmin\tpopulation\nRaqqa\tAr Raqqah\tITA\t\t100\nAl-Bab\t\tITA\t\t\n"
                          "Washington\tWashington, D.C.\tUSA\t\t\nTromsø\t\tITA\t\t\n"},
};

static inline void kb_put(const char *dir, const char *file, const char *content)
{
    char  path[512];
    FILE *f;
    snprintf(path, sizeof path, "%s/%s", dir, file);
    for (char *slash = path; (slash = strchr(slash + 1, '/'));) {
        *slash = '\0';
        mkdir(path, 0700);
        *slash = '/';
    }
    if (!(f = fopen(path, "wb")) || fputs(content, f) < 0 || fclose(f) != 0) abort();
}

static inline char *kb_dir(void)
{
    char *dir = strdup("/tmp/verbale-kb-XXXXXX");
    if (!dir || !mkdtemp(dir)) abort();
    return dir;
}

static inline char *kb_small_dir(void)
{
    char *dir = kb_dir();
    for (size_t i = 0; i < sizeof kb_small / sizeof *kb_small; i++) kb_put(dir, kb_small[i][0], kb_small[i][1]);
    return dir;
}

static inline void kb_remove(char *dir)
{
    char command[600];
    snprintf(command, sizeof command, "rm -r '%s'", dir);
    if (system(command) != 0) abort();
    free(dir);
}

/* The pack of a folder as a file beside its tables; the path is the caller's to free. */
static inline char *kb_pack_file(const char *dir, vb_str pack)
{
    char *path = malloc(600);
    FILE *f;
    snprintf(path, 600, "%s/test.kb", dir);
    if (!(f = fopen(path, "wb")) || fwrite(pack.ptr, 1, pack.len, f) != pack.len || fclose(f) != 0) abort();
    return path;
}

struct kb_said { char text[8192]; size_t n; };
static inline void kb_say(void *ctx, const char *line)
{
    struct kb_said *said = ctx;
    size_t          used = strlen(said->text);
    snprintf(said->text + used, sizeof said->text - used, "%s\n", line);
    said->n++;
}

static inline vb_str kb_str(const char *c) { return (vb_str){ c, strlen(c) }; }

#endif
