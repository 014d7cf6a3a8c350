/*
 * What makes two texts near-copies, two statements the same quotation, and two events of different texts the same event
 * (docs/adr/0012-clusters.md). Nothing here knows SQLite: cluster_put.c asks, and keeps what it needs for that in the record.
 *
 * Each test is symmetric and looks at its two rows alone, so that clusters, which are what such pairs connect, do not depend on
 * the order in which texts came in. Keys say which pairs are worth a test: rows that are alike have one in common, most others
 * have none.
 */
#ifndef VB_CLUSTER_H
#define VB_CLUSTER_H

#include "record.h"

/*
 * A word: a hash of its letters without case, accents, British or American spelling and ending, and what it is. "don't" is do and
 * not, "can't" can and not, seven is 7, % and percent are cent.
 */
enum { VB_WORD_CONTENT = 1, VB_WORD_NUMBER = 2, VB_WORD_NOT = 4, VB_WORD_KINDS = 7 };
typedef VB_LIST(uint32_t) vb_word_list;
typedef VB_LIST(uint64_t) vb_key_list;

/* Add the words of text[span]; `marked`: those in quotation marks alone. False: no memory. */
bool vb_cluster_words(vb_str text, vb_span span, bool marked, vb_word_list *out);
/* The number of a day since 1 March of the year 0, from YYYY-MM-DD; of a month or a year its first. */
int32_t vb_cluster_day(vb_str date);

/* ---- near-copies of a text ------------------------------------------------------------------------------------------- */

enum { VB_TEXT_KEYS = 36 };
/* The different shingles of a text (four words that follow each other; all words of one that is shorter), in order of value. */
bool vb_cluster_shingles(const uint32_t *words, size_t n, vb_key_list *out);
/*
 * 20 bands of three MinHash values of all shingles, and 16 of two of those of the first 150 words, because papers cut agency copy
 * at the end. Of texts that share seven tenths of their shingles one pair in 4,000 has no key in common. `shingles` then has
 * what vb_cluster_shingles() gives.
 */
bool vb_cluster_text_keys(const uint32_t *words, size_t n, vb_key_list *shingles, uint64_t out[VB_TEXT_KEYS]);
/* Half of the shingles of the shorter text stand in the longer. Linear. */
bool vb_cluster_near_copies(const uint64_t *a, size_t n_a, const uint64_t *b, size_t n_b);

/* ---- who ------------------------------------------------------------------------------------------------------------- */

/* An entity as far as texts can be compared: a person by the last word of the name, a state by its country. */
struct vb_cluster_who { uint32_t name, initial, country, what; };
enum { VB_CLUSTER_WHO_KNOWN = 1, VB_CLUSTER_WHO_PERSON = 2, VB_CLUSTER_WHO_OFFICIAL = 4, VB_CLUSTER_WHO_NAMED = 8 };
struct vb_cluster_who vb_cluster_who(const vb_entity *entity);
enum vb_cluster_likeness { VB_CLUSTER_OTHER, VB_CLUSTER_UNKNOWN, VB_CLUSTER_MAYBE, VB_CLUSTER_SAME };
enum vb_cluster_likeness vb_cluster_compare_who(struct vb_cluster_who a, struct vb_cluster_who b);

/* ---- quotations ------------------------------------------------------------------------------------------------------ */

#define VB_CLUSTER_UNDATED INT32_MIN
enum { VB_QUOTATION_WORDS_MAX = 200, VB_QUOTATION_DAYS = 2, VB_QUOTATION_KEYS = 12 };
struct vb_quotation {
    struct vb_cluster_who speaker; /* all 0: the text does not say */
    int32_t         day;           /* of its text, or VB_CLUSTER_UNDATED */
    bool            marked;        /* words are those in marks; else all */
    bool            attitude;      /* what somebody wants or thinks: another row than the words that say so */
    uint32_t        n;
    uint32_t        words[VB_QUOTATION_WORDS_MAX];
};
/* `words` is scratch and emptied. */
bool vb_quotation_make(const struct vb_reading *r, const vb_statement *statement, vb_word_list *words, struct vb_quotation *out);
/* Keys by speaker, word and the day `days` after its own; the same of one without day. Returns their number. */
size_t vb_quotation_speaker_keys(const struct vb_quotation *q, int32_t days, uint64_t out[VB_QUOTATION_KEYS]);
/* Keys by pairs of telling words in marks and the day `days` after its own, whoever says them: for what a headline quotes. */
size_t vb_quotation_pair_keys(const struct vb_quotation *q, int32_t days, uint64_t out[VB_QUOTATION_KEYS]);
/* Keys by stretches of words, whoever says them and whenever. */
size_t vb_quotation_word_keys(const struct vb_quotation *q, uint64_t out[VB_QUOTATION_KEYS]);
/*
 * Whether one is the other or a part of it, in these words or in a variant of them ("I raise", "we raise"). Numbers and negation
 * are no variants: 6 percent is not 7. O(words of a x words of b).
 */
bool vb_quotation_same(const struct vb_quotation *a, const struct vb_quotation *b);

/* ---- events ---------------------------------------------------------------------------------------------------------- */

enum { VB_EVENT_PARTS_MAX = 6, VB_EVENT_WORDS_MAX = 60, VB_EVENT_DAYS = 3, VB_EVENT_KEYS = 16, VB_STORY_NAMES_MAX = 64 };
struct vb_event_sketch {
    vb_event_type type;
    vb_realis     realis;
    uint32_t      mode, place, trigger;        /* hashes; 0: none */
    int32_t       day;                         /* the event's, else its text's, or VB_CLUSTER_UNDATED */
    bool          dated;                       /* the text gives the day itself */
    uint32_t      n_actors, n_recipients, n_words;
    struct vb_cluster_who actors[VB_EVENT_PARTS_MAX], recipients[VB_EVENT_PARTS_MAX];
    uint32_t      words[VB_EVENT_WORDS_MAX];   /* content words of the clauses that tell it, in order of value */
};
/* `words` is scratch and emptied. */
bool vb_event_sketch_make(const struct vb_reading *r, const vb_event *event, vb_word_list *words, struct vb_event_sketch *out);
/* Keys by type, participant and the day `days` after its own. */
size_t vb_event_keys(const struct vb_event_sketch *e, int32_t days, uint64_t out[VB_EVENT_KEYS]);
/*
 * How alike two events are, 0: not the same whatever else. `story`: how much their texts have to do with each other, of 100
 * (vb_cluster_story()). VB_EVENT_SAME and more is the same event, unless one of the texts has another that is more alike.
 */
enum { VB_EVENT_SAME = 250 };
int vb_event_likeness(const struct vb_event_sketch *a, const struct vb_event_sketch *b, int story);
/* Hashes of the names of a text, the most mentioned ones, in order of value. Returns their number. */
uint32_t vb_cluster_names(const struct vb_reading *r, uint32_t out[VB_STORY_NAMES_MAX]);
int      vb_cluster_story(const uint32_t *a, uint32_t n_a, const uint32_t *b, uint32_t n_b);

/* Both as bytes, for the record; the other way false where they are none. */
enum { VB_QUOTATION_BYTES_MAX = 4 * (6 + VB_QUOTATION_WORDS_MAX) };
size_t vb_quotation_pack(const struct vb_quotation *q, unsigned char out[VB_QUOTATION_BYTES_MAX]);
bool   vb_quotation_unpack(const unsigned char *bytes, size_t n, struct vb_quotation *out);
enum { VB_EVENT_BYTES_MAX = 4 * (10 + 8 * VB_EVENT_PARTS_MAX + VB_EVENT_WORDS_MAX) };
size_t vb_event_sketch_pack(const struct vb_event_sketch *e, unsigned char out[VB_EVENT_BYTES_MAX]);
bool   vb_event_sketch_unpack(const unsigned char *bytes, size_t n, struct vb_event_sketch *out);

#endif
