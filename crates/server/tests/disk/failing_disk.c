/* A disk that fails on demand, loaded before the server: while the file that
 * TENDER_SHIM_FAULT names exists, every write and sync below TENDER_SHIM_FOLDER fails
 * with the error whose number the file holds. */

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Whether an operation on this file has to fail; sets errno. */
static int fails(int fd) {
    const char *folder = getenv("TENDER_SHIM_FOLDER"), *fault = getenv("TENDER_SHIM_FAULT");
    char link[64], path[4096], number[16] = {0};
    if (!folder || !fault) return 0;
    int file = (int)syscall(SYS_openat, AT_FDCWD, fault, O_RDONLY | O_CLOEXEC, 0);
    if (file < 0) return 0;
    long digits = syscall(SYS_read, file, number, sizeof number - 1);
    syscall(SYS_close, file);
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (digits <= 0 || length < 0) return 0;
    path[length] = 0;
    if (strncmp(path, folder, strlen(folder)) != 0) return 0;
    errno = atoi(number);
    return 1;
}

ssize_t write(int fd, const void *bytes, size_t length) {
    return fails(fd) ? -1 : syscall(SYS_write, fd, bytes, length);
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) {
    return fails(fd) ? -1 : syscall(SYS_pwrite64, fd, bytes, length, offset);
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) {
    return fails(fd) ? -1 : syscall(SYS_pwrite64, fd, bytes, length, offset);
}

int ftruncate64(int fd, off64_t length) {
    return fails(fd) ? -1 : (int)syscall(SYS_ftruncate, fd, length);
}

int ftruncate(int fd, off_t length) {
    return fails(fd) ? -1 : (int)syscall(SYS_ftruncate, fd, length);
}

int fsync(int fd) {
    return fails(fd) ? -1 : (int)syscall(SYS_fsync, fd);
}

int fdatasync(int fd) {
    return fails(fd) ? -1 : (int)syscall(SYS_fdatasync, fd);
}
