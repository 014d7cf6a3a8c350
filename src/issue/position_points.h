/*
 * What speaks for and against a position of a statement, and for whom it is towards: features, and what each counts.
 *
 * The network's numbers are features among others. What they count was fitted on the annotated articles (bench/issue/README.md).
 */
#ifndef VB_ISSUE_POSITION_POINTS_H
#define VB_ISSUE_POSITION_POINTS_H

#include "issue_scene.h"

enum {                             /* of a statement's stance */
    VB_S_BASE, VB_S_LOG_FOR, VB_S_LOG_AGAINST, VB_S_LOG_NONE,  /* the network's probabilities */
    VB_S_ATTITUDE, VB_S_DIRECT, VB_S_MIXED, VB_S_NOMINAL, VB_S_REFUSED, VB_S_DENIED, VB_S_QUESTION, VB_S_MODAL,
    VB_S_ACT_AGAINST, VB_S_ACT_FOR, VB_S_ACT_REQUEST, VB_S_ACT_AGREE,          /* an act of the speaker in cue or content */
    VB_S_CUE_AGAINST, VB_S_CUE_FOR, VB_S_CUE_WANT, VB_S_CUE_FACT,              /* what the cue's verb says */
    VB_S_WORDS_AGAINST, VB_S_WORDS_FOR, VB_S_WORDS_MODAL,      /* of the content */
    VB_S_SCORE, VB_S_NESTED, VB_S_NAMES, VB_S_LENGTH,          /* VB_S_NAMES: the speaker calls somebody something in it */
    VB_N_S
};
enum { /* of an entity as target, or of there being none */
       VB_T_LOG,
       VB_T_CONTENT,
       VB_T_TWICE,
       VB_T_ROOT,
       VB_T_SUBJECT,
       VB_T_OBJECT,
       VB_T_OBLIQUE,
       VB_T_SECOND,
       VB_T_DEEPER,
       VB_T_FIRST,
       VB_T_LAST,
       VB_T_OWNER, /* in the content: how deep its highest mention is, and as what */
       VB_T_CUE_OBJECT,
       VB_T_CUE_OBLIQUE,
       VB_T_ADDRESSEE,
       VB_T_RECIPIENT,
       VB_T_EVENT,
       VB_T_NAMED, /* of the speaker's act; in an event of the content; called something */
       VB_T_PERSON,
       VB_T_ORGANISATION,
       VB_T_STATE,
       VB_T_GROUP,
       VB_T_PLACE,
       VB_T_THING,
       VB_T_TOPIC, /* a noun phrase that nothing else is said of: topics.c */
       VB_T_TOPIC_DEFINITE,
       VB_T_TOPIC_OWNED,
       VB_T_TOPIC_TWICE,
       VB_T_PRONOUNS,
       VB_T_NONE,
       VB_T_NONE_LOG,
       VB_T_NONE_UNKNOWN,
       VB_T_NONE_EMPTY,
       VB_T_NONE_ACT,
       VB_T_NONE_INFINITIVE,
       VB_T_NONE_ROOT,
       VB_N_T
};
enum { VB_CANDIDATES = 40 };

struct vb_position_candidate { uint32_t entity; float feature[VB_N_T], p; };   /* VB_NONE: no target */
struct vb_position_view {
    float feature[VB_N_S];
    float p[3];                    /* none, for, against */
    struct vb_position_candidate candidate[VB_CANDIDATES]; uint32_t n;         /* the last is no target */
};

/* Features of a statement that has a speaker and numbers of the network; then their probabilities. */
void vb_position_view(const struct vb_issue_scene *scene, const struct vb_position_found *found, uint32_t statement,
                      const struct vb_designations *designations, struct vb_position_view *out);

#endif
