/*
 * One writer: who holds FILE-lock writes (docs/adr/0006-one-writer.md).
 *
 * The kernel drops the lock with the process, so a killed writer leaves a file but no lock. The file is taken away at
 * the end, which is safe because whoever takes a lock then looks whether the name still leads to what was locked.
 */
#include "record_db.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static bool leads_to(const char *path, int fd)
{
    struct stat by_name, by_fd;
    return stat(path, &by_name) == 0 && fstat(fd, &by_fd) == 0 && by_name.st_dev == by_fd.st_dev && by_name.st_ino == by_fd.st_ino;
}

static vb_status fail_held(const char *shown, int fd, vb_error *err)
{
    char    pid[24] = { 0 };
    ssize_t n       = pread(fd, pid, sizeof pid - 1, 0);

    if (n > 0 && atol(pid) > 0)
        return vb_fail(err, VB_ERR_RECORD, "%s: process %ld is writing to it; wait until that has ended", shown, atol(pid));
    return vb_fail(err, VB_ERR_RECORD, "%s: another process is writing to it; wait until that has ended", shown);
}

vb_status vb_writer_lock_take(const char *file, const char *shown, struct vb_writer_lock *lock, vb_error *err)
{
    static const char ending[] = "-lock";
    size_t            len      = strlen(file);
    char              pid[24];
    char             *path = vb_alloc(len + sizeof ending);
    int               fd   = -1, n;
    vb_status         st;

    *lock = (struct vb_writer_lock){ -1, NULL };
    if (!path) return vb_fail_nomem(err);
    memcpy(path, file, len);
    memcpy(path + len, ending, sizeof ending);
    for (;;) {
        if ((fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666)) < 0) {
            st = vb_fail(err, VB_ERR_IO, "%s: cannot be written to: %s-lock: %s", shown, shown, strerror(errno));
            goto done;
        }
        if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
            st = errno == EWOULDBLOCK ? fail_held(shown, fd, err)
                                      : vb_fail(err, VB_ERR_IO, "%s: cannot be locked: %s", shown, strerror(errno));
            goto done;
        }
        if (leads_to(path, fd)) break;
        close(fd);                                 /* its last holder took the file away after we opened it: make a new one */
    }
    /* Only for the message of others: that it may not fit on a full disk is no reason to stop. */
    n = snprintf(pid, sizeof pid, "%ld\n", (long)getpid());
    if (ftruncate(fd, 0) == 0 && n > 0) n = (int)pwrite(fd, pid, (size_t)n, 0);

    *lock = (struct vb_writer_lock){ fd, path };
    fd    = -1;                                    /* now the lock's to close */
    path  = NULL;
    st    = VB_OK;
done:
    if (fd >= 0) close(fd);
    vb_free(path);
    return st;
}

void vb_writer_lock_release(struct vb_writer_lock *lock)
{
    if (!lock->path) return;
    unlink(lock->path);
    close(lock->fd);
    vb_free(lock->path);
    *lock = (struct vb_writer_lock){ -1, NULL };
}
