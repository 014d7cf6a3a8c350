/*
 * The language of a text: by script where that settles it, else by function words.
 *
 * Function words make up 30 to 50 of 100 words in every language of Europe and are a closed class, so a count of them
 * tells languages apart from about five words on. Letter statistics (libexttextcat, libcld2) were measured beside it:
 * they take headlines and lists of names for other languages, and a report refused by mistake costs more than a
 * foreign text read in vain. Figures: bench/text/README.md.
 */
#include "layers.h"

#include <string.h>

enum {
    WORDS_MAX = 4000,              /* read from the beginning; more would change no answer */
    WORD_BYTES_MAX = 12,           /* the longest function word below is shorter */
    SHORT_WORDS = 40               /* a text up to here without any function word may still be English: "G20 summit opens" */
};

struct profile { const char *lang, *words; };

/*
 * The most frequent function words of each language, those that another language shares included: a shared word counts
 * for all that have it. Each list is one string, words between spaces.
 */
static const struct profile profiles[] = {
    { "en", " the of and to in that is was for it on with as his he be at by had from are this have but not which or "
            "an they were been has their its will would who one all there said when what if so no out up into than "
            "them can about after over our we you i a she her more because against before between where how could "
            "should may did do does my your us him these those while says " },
    { "de", " der die und das den von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er "
            "hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor "
            "zur bis mehr durch man sein wurde in ich wir hatte wurden seine seiner seinen ihre ihrer während wenn "
            "kann gegen unter dieser diese dieses rund laut jahr jahren uhr heute gestern weitere zwei drei will soll "
            "sollen nachdem seit jedoch sowie " },
    { "es", " de la que el en y a los se del las un por con no una su para es al lo como más o pero sus le ha me si "
            "sin sobre este ya entre cuando todo esta ser son dos también fue había era muy años hasta desde está nos "
            "durante tras contra ante uno fueron " },
    { "fr", " de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont la son "
            "avec aux ou elle ont été d l qu n c ses cette mais comme nous leur y sa deux était être fait ces " },
    { "pt", " de a o que e do da em um para com não uma os no se na por mais as dos como mas ao ele das à seu sua ou "
            "quando muito nos já também só pelo pela até isso ela entre depois sem mesmo aos seus foi são está ser " },
    { "it", " di e il la che in a un per è non una con del da le si i della dei al sono nel come più alla anche lo "
            "gli ma ha delle o nella dal su ed dalla ai questo stato essere era loro due degli se " },
    { "nl", " de het een van en in is dat op te zijn met voor niet aan er om die ook als bij door naar maar uit heeft "
            "over hij worden nog wordt tot ze dan of werd meer was zich hebben deze haar geen hun kan " },
    { "sv", " och i att det som en på är av för med till den har de inte om ett men var från så kan vi man när han nu "
            "under också efter eller sin hade mot ska skulle ut vara " },
    { "da", " og i at det er en til af på for med den de som har der ikke et om men fra han var så kan sig efter også "
            "ved nu blev vil havde hun eller være skal over bliver " },
    { "no", " og i det er på som en til av for at med har de ikke den et om var men fra han så kan seg ble også etter "
            "ved nå skal vil hadde eller være over blir mot " },
    { "pl", " w i na z się nie do że to o jest za od po jak przez dla ale co był jego są już tym tak oraz tego może "
            "które który była ich przed także roku " },
    { "cs", " a v se na je že s z do o to i ve pro za k si by od po jako ale jsou které který nebo jsem byl však "
            "podle před jeho až při také bude roce " },
    { "ro", " de și în a la cu pe care nu din o un pentru este că au mai fost să se sunt prin sau după lui ca dar "
            "până al ale fi între " },
    { "hu", " a az és hogy nem is egy van meg volt de ez azt el csak már mint ki még ha vagy szerint lesz után kell "
            "be lehet " },
    { "tr", " ve bir bu da de için ile olarak daha çok olan gibi sonra kadar ancak göre ne en olduğu ise her var o "
            "ama değil " },
    { "fi", " ja on ei se että oli hän mutta ovat joka myös kun tai ole mukaan kuin sen jo jos niin vain sekä jälkeen " },
    { "id", " yang dan di dengan untuk dari dalam pada ini itu tidak akan oleh sebagai ke adalah telah juga karena "
            "bahwa mereka ada atau " },
    { "ca", " de la i que el a en els les del un una per amb es no al dels més és va com són ha o però aquest " },
};
enum { N_PROFILES = sizeof profiles / sizeof *profiles, ENGLISH = 0, SPANISH = 2 };

/* Scripts that one language, or a group told apart by a letter, is written in. */
enum script { SCRIPT_LATIN, SCRIPT_CYRILLIC, SCRIPT_GREEK, SCRIPT_ARABIC, SCRIPT_HEBREW, SCRIPT_HAN, SCRIPT_KANA, SCRIPT_HANGUL,
              SCRIPT_DEVANAGARI, SCRIPT_THAI, SCRIPT_OTHER, N_SCRIPTS };

static enum script script_of(uint32_t cp)
{
    if (cp < 0x0250 || (cp >= 0x1E00 && cp < 0x1F00)) return SCRIPT_LATIN;
    if (cp >= 0x0370 && cp < 0x0400) return SCRIPT_GREEK;
    if (cp >= 0x0400 && cp < 0x0530) return SCRIPT_CYRILLIC;
    if (cp >= 0x0590 && cp < 0x0600) return SCRIPT_HEBREW;
    if (cp >= 0x0600 && cp < 0x0780) return SCRIPT_ARABIC;
    if (cp >= 0x0900 && cp < 0x0980) return SCRIPT_DEVANAGARI;
    if (cp >= 0x0E00 && cp < 0x0E80) return SCRIPT_THAI;
    if (cp >= 0x3040 && cp < 0x3100) return SCRIPT_KANA;
    if (cp >= 0xAC00 && cp < 0xD7B0) return SCRIPT_HANGUL;
    if ((cp >= 0x3400 && cp < 0xA000) || (cp >= 0x20000 && cp < 0x30000)) return SCRIPT_HAN;
    return SCRIPT_OTHER;
}

struct hits {
    uint32_t words, of[N_PROFILES];
    uint32_t alone[N_PROFILES];    /* words of the language that English lacks */
    uint32_t english[N_PROFILES];  /* words of English that the language lacks */
};
struct counts {
    struct hits plain, capitals;   /* words in capitals apart: in "UN" and "US" no language shows, unless all is capitals */
    uint32_t    letters[N_SCRIPTS], ascii, persian, ukrainian;
    uint32_t    long_words, romance, not_romance;
};

static bool holds(const char *words, const char *word, size_t len)
{
    /* `word` comes with a space on either side, so a match is a whole word. */
    for (const char *at = words; (at = strchr(at, ' ')) && at[1]; at++)
        if (strncmp(at, word, len) == 0) return true;
    return false;
}

static void count_word(struct hits *hits, const char *word, size_t len)
{
    char padded[WORD_BYTES_MAX + 3];
    bool english;

    hits->words++;
    if (len > WORD_BYTES_MAX) return;
    padded[0] = ' ';
    memcpy(padded + 1, word, len);
    padded[len + 1] = ' ';
    english = holds(profiles[ENGLISH].words, padded, len + 2);
    hits->of[ENGLISH] += english;
    for (size_t i = ENGLISH + 1; i < N_PROFILES; i++) {
        bool here = holds(profiles[i].words, padded, len + 2);
        hits->of[i]      += here;
        hits->alone[i]   += here && !english && len > 1;       /* initials and items of lists are single letters */
        hits->english[i] += english && !here;
    }
}

/* Spanish, Portuguese and Italian words end in a vowel, most of the rest in n, r, l, z or a vowel and s. */
static void count_ending(struct counts *c, const char *word, size_t len)
{
    char last, before;

    if (len < 3 || len > WORD_BYTES_MAX) return;
    last   = word[len - 1];
    before = word[len - 2];
    c->long_words += len > 3;
    if (last == 's' && strchr("aeo", before)) last = before;
    if (last == 'a' || last == 'o' || (last == 'n' && before == 'o')) c->romance += len > 3;
    else if (!strchr("einrlz", last)) c->not_romance++;
}

static void count_text(vb_str bytes, struct counts *c)
{
    char     word[WORD_BYTES_MAX];
    size_t   len = 0, points = 0;
    bool     upper = true;
    uint32_t before = ' ';         /* the code point in front of the word at hand */

    for (size_t at = 0; at <= bytes.len && c->plain.words + c->capitals.words < WORDS_MAX;) {
        unsigned n;
        uint32_t cp = vb_utf8_at(bytes, at, &n);
        if (n && vb_cp_is_letter(cp)) {
            char     buffer[4];
            unsigned size = 0;
            uint32_t low = vb_cp_lower(cp);
            if (low < 0x80) buffer[size++] = (char)low;
            else while (size < n) { buffer[size] = bytes.ptr[at + size]; size++; }
            /* Lower case of a two-byte letter has two bytes too in the scripts of the lists, one bit away. */
            if (low != cp && n == 2 && low < 0x800) {
                buffer[0] = (char)(0xC0 | (low >> 6));
                buffer[1] = (char)(0x80 | (low & 0x3F));
            }
            for (unsigned k = 0; k < size; k++, len++)
                if (len < WORD_BYTES_MAX) word[len] = buffer[k];
            points++;
            upper &= !vb_cp_is_lower(cp);
            c->letters[script_of(cp)]++;
            c->ascii += cp < 0x80;
            c->persian += cp == 0x067E || cp == 0x0686 || cp == 0x06AF || cp == 0x06CC;
            c->ukrainian += cp == 0x0456 || cp == 0x0457 || cp == 0x0454;
        } else {
            bool clitic = before == '\'' || before == 0x2019;           /* the s of Trump's */
            bool dotted = points == 1 && (cp == '.' || before == '.');   /* U.S. */
            if (points && !dotted && !(clitic && points <= 2)) {
                count_word(points > 1 && upper ? &c->capitals : &c->plain, word, len);
                count_ending(c, word, len);
            }
            before = cp;
            len = points = 0;
            upper = true;
        }
        if (!n) break;
        at += n;
    }
    if (c->capitals.words > c->plain.words)
        for (size_t i = 0; i < N_PROFILES; i++) {
            c->plain.of[i]      += c->capitals.of[i];
            c->plain.alone[i]   += c->capitals.alone[i];
            c->plain.english[i] += c->capitals.english[i];
        }
    c->plain.words += c->capitals.words;
}

static const char *by_script(const struct counts *c, enum script script)
{
    switch (script) {
    case SCRIPT_CYRILLIC:   return c->ukrainian * 50 > c->letters[SCRIPT_CYRILLIC] ? "uk" : "ru";
    case SCRIPT_GREEK:      return "el";
    case SCRIPT_ARABIC:     return c->persian * 50 > c->letters[SCRIPT_ARABIC] ? "fa" : "ar";
    case SCRIPT_HEBREW:     return "he";
    case SCRIPT_HAN:        return c->letters[SCRIPT_KANA] * 10 > c->letters[SCRIPT_HAN] ? "ja" : "zh";
    case SCRIPT_KANA:       return "ja";
    case SCRIPT_HANGUL:     return "ko";
    case SCRIPT_DEVANAGARI: return "hi";
    case SCRIPT_THAI:       return "th";
    default:                return "und";
    }
}

static bool looks_romance(const struct counts *c)
{
    return c->long_words >= 4 && c->not_romance == 0 && c->romance * 5 >= c->long_words * 2;
}

vb_str vb_text_detect_language(vb_str bytes)
{
    struct counts c = { 0 };
    uint32_t      total = 0, best = ENGLISH;
    enum script   script = SCRIPT_LATIN;

    count_text(bytes, &c);
    for (int i = 0; i < N_SCRIPTS; i++) {
        total += c.letters[i];
        if (c.letters[i] > c.letters[script]) script = (enum script)i;
    }
    if (total == 0) return VB_STR("und");
    if (script != SCRIPT_LATIN) return vb_str_of(by_script(&c, script));
    for (uint32_t i = 1; i < N_PROFILES; i++)
        if (c.plain.of[i] > c.plain.of[best]) best = i;
    /* "El Chapo" and "Le Pen" stand in English too: two words that English lacks, and more than English has alone. */
    if (best != ENGLISH && (c.plain.alone[best] < 2 || c.plain.alone[best] < c.plain.english[best] + 1)) best = ENGLISH;
    if (best == ENGLISH && c.plain.of[ENGLISH] == 0) return VB_STR("und");
    if (best == ENGLISH && c.plain.english[SPANISH] == 0 && looks_romance(&c)) return VB_STR("und");
    /* A long text with next to no function words is in a language that is not listed, or in none. */
    if (c.plain.words > SHORT_WORDS && c.plain.of[best] * 20 < c.plain.words) return VB_STR("und");
    return vb_str_of(profiles[best].lang);
}

/*
 * A text of unknown language is read as English if it is short and could be: plain letters, and not the endings of a
 * Romance headline ("Mineros en huelga"). One without letters has nothing to refuse.
 */
bool vb_text_is_english(const struct vb_text *text)
{
    struct counts c = { 0 };
    uint32_t      letters = 0;

    if (text->lang.len >= 2 && vb_str_eq_nocase((vb_str){ text->lang.ptr, 2 }, VB_STR("en")))
        return text->lang.len == 2 || text->lang.ptr[2] == '-' || text->lang.ptr[2] == '_';
    if (text->lang.len && !vb_str_eq(text->lang, VB_STR("und"))) return false;
    count_text(text->bytes, &c);
    for (int i = 0; i < N_SCRIPTS; i++) letters += c.letters[i];
    if (letters == 0) return true;
    if (looks_romance(&c)) return false;
    return c.plain.words <= SHORT_WORDS && c.ascii * 100 >= letters * 85;
}
