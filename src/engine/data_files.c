/*
 * Where a data file is: weights and the knowledge pack lie in one folder where verbale is installed, and in two where it was
 * built, because the pack is made by the build.
 */
#include "engine.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef VB_DATADIR
#define VB_DATADIR "/usr/share/verbale"
#endif

/* "DIR/FILE" where it exists; *out stays NULL where it does not. False: no memory. */
static bool look_in(struct vb_arena *arena, const char *dir, const char *file, const char **out)
{
    const char *path = vb_arena_printf(arena, "%s/%s", dir, file);

    if (path && access(path, F_OK) == 0) *out = path;
    return path != NULL;
}

/* Before the compiled-in place, so that a build that runs on a machine with an older verbale installed reads with its own data. */
bool vb_data_beside_program(struct vb_arena *arena, const char *file, const char **out)
{
    static const char *const places[] = { "../share/verbale", "../../knowledge", "../knowledge", "../../../data" };
    char                     program[4096];
    ssize_t                  n = readlink("/proc/self/exe", program, sizeof program - 1);
    char                    *slash;

    if (n <= 0) return true;
    program[n] = '\0';
    if (!(slash = strrchr(program, '/'))) return true;
    *slash = '\0';
    for (size_t i = 0; !*out && i < sizeof places / sizeof *places; i++) {
        const char *dir = vb_arena_printf(arena, "%s/%s", program, places[i]);
        if (!dir || !look_in(arena, dir, file, out)) return false;
    }
    return true;
}

vb_status vb_data_find(struct vb_arena *arena, const char *given, const char *file, const char **path, vb_error *err)
{
    const char *dir = given && *given ? given : getenv("VERBALE_DATA");

    *path = NULL;
    if (dir && *dir && !look_in(arena, dir, file, path)) return vb_fail_nomem(err);
    if (!*path && !vb_data_beside_program(arena, file, path)) return vb_fail_nomem(err);
    if (!dir || !*dir) dir = VB_DATADIR;
    if (!*path && !look_in(arena, VB_DATADIR, file, path)) return vb_fail_nomem(err);
    if (!*path) *path = vb_arena_printf(arena, "%s/%s", dir, file);
    return *path ? VB_OK : vb_fail_nomem(err);
}
