/*
 * Files: mapped whole where they stay open (weights, tables), read whole where they are a text.
 */
#undef _GNU_SOURCE                                 /* the strerror_r that writes into the caller's buffer, not GNU's */
#define _POSIX_C_SOURCE 200809L
#include "base.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef VB_FAULTS
long vb_read_fail_after = -1;                      /* how many more reads succeed; below zero, all do */

static ssize_t read_some(int fd, void *to, size_t n)
{
    if (vb_read_fail_after == 0) {
        errno = EIO;
        return -1;
    }
    if (vb_read_fail_after > 0) vb_read_fail_after--;
    return read(fd, to, n);
}
#else
static ssize_t read_some(int fd, void *to, size_t n) { return read(fd, to, n); }
#endif

static vb_status fail_errno(vb_error *err, const char *path, int code)
{
    char why[96];

    if (strerror_r(code, why, sizeof why) != 0) return vb_fail(err, VB_ERR_IO, "%s: error %d", path, code);
    return vb_fail(err, VB_ERR_IO, "%s: %s", path, why);
}

vb_status vb_map_file(const char *path, struct vb_mapping *out, vb_error *err)
{
    vb_status   st = VB_OK;
    struct stat about;
    void       *at;
    int         fd;

    *out = (struct vb_mapping){ 0 };
    if ((fd = open(path, O_RDONLY | O_CLOEXEC)) < 0) return fail_errno(err, path, errno);
    if (fstat(fd, &about) != 0) {
        st = fail_errno(err, path, errno);
        goto done;
    }
    if (!S_ISREG(about.st_mode)) {
        st = S_ISDIR(about.st_mode) ? fail_errno(err, path, EISDIR) : vb_fail(err, VB_ERR_IO, "%s: not a plain file", path);
        goto done;
    }
    if (about.st_size == 0) {                      /* nothing to map, which mmap calls an error */
        out->ptr = "";
        goto done;
    }
    at = mmap(NULL, (size_t)about.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (at == MAP_FAILED) {
        st = fail_errno(err, path, errno);
        goto done;
    }
    *out = (struct vb_mapping){ at, (size_t)about.st_size };
done:
    close(fd);
    return st;
}

void vb_unmap(struct vb_mapping *m)
{
    /* munmap takes a plain void *; the mapping was never written through. */
    if (m->ptr && m->len) munmap((void *)(uintptr_t)m->ptr, m->len);
    *m = (struct vb_mapping){ 0 };
}

vb_status vb_read_file(const char *path, size_t limit, vb_str *out, vb_error *err)
{
    bool           piped = strcmp(path, "-") == 0;
    const char    *name  = piped ? "standard input" : path;
    VB_LIST(char)  list  = { 0 };
    vb_status      st    = VB_OK;
    struct stat    about;
    int            fd;

    *out = (vb_str){ 0 };
    fd = piped ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return fail_errno(err, name, errno);
    /* A plain file says its size, so it is refused unread and its room is right at once; a pipe has neither. */
    if (fstat(fd, &about) == 0 && S_ISREG(about.st_mode)) {
        if ((uintmax_t)about.st_size > limit) {
            st = vb_fail(err, VB_ERR_LIMIT, "%s: longer than %zu bytes", name, limit);
            goto done;
        }
        if (!vb_list_reserve((void **)&list.at, &list.room, (size_t)about.st_size + 1, 1)) {
            st = vb_fail_nomem(err);
            goto done;
        }
    }
    for (;;) {
        ssize_t got;
        if (!vb_list_reserve((void **)&list.at, &list.room, list.n + 1, 1)) {
            st = vb_fail_nomem(err);
            goto done;
        }
        got = read_some(fd, list.at + list.n, list.room - list.n);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) {
            st = fail_errno(err, name, errno);
            goto done;
        }
        if (got == 0) break;
        list.n += (size_t)got;
        if (list.n > limit) {
            st = vb_fail(err, VB_ERR_LIMIT, "%s: longer than %zu bytes", name, limit);
            goto done;
        }
    }
    *out    = (vb_str){ list.at, list.n };
    list.at = NULL;                                /* now the caller's to free */
done:
    vb_free(list.at);
    if (!piped) close(fd);
    return st;
}
