/* A disk without mercy, loaded before the server: what was not synced when the power
 * goes is gone.
 *
 * Writes below TENDER_SHIM_FOLDER go through, so that the process reads what it wrote,
 * but the bytes they replace are kept until the file is synced. On SIGUSR1 all bytes that
 * are still kept are put back, and the process ends at once. With a TENDER_SHIM_SEED
 * other than 0 each file keeps a random number of its first unsynced writes, as disks do.
 * With TENDER_SHIM_LIES a sync does nothing.
 *
 * Left out: shared memory files, which SQLite rebuilds; lock files; folder entries, so a
 * file that was created stays, if empty. */

#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define FILES_MAX 256
#define FDS_MAX 4096
#define PATH_LENGTH_MAX 4096

/* One unsynced write: what was there before it. */
struct undo {
    off_t offset, old_size;
    size_t length;
    char *bytes;
};

struct file {
    dev_t device;
    ino_t inode;
    int fd; /* Ours, open for ever, so that the inode is not used again. */
    struct undo *undos;
    size_t count, capacity;
    unsigned long synced; /* How many undos were dropped since the start. */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct file files[FILES_MAX];
static int file_count;
static int by_fd[FDS_MAX]; /* 1 + index in files; 0 for what is not ours. */
static const char *folder;
static int lies;

static void fail(const char *why) {
    dprintf(2, "drop_unsynced: %s\n", why);
    abort();
}

static struct file *file_of(int fd) {
    int index = fd >= 0 && fd < FDS_MAX ? __atomic_load_n(&by_fd[fd], __ATOMIC_ACQUIRE) : 0;
    return index ? &files[index - 1] : NULL;
}

static int ends_with(const char *path, const char *end) {
    size_t length = strlen(path), tail = strlen(end);
    return length >= tail && strcmp(path + length - tail, end) == 0;
}

/* Finds or makes the entry of a file that was just opened. */
static int track(int fd) {
    char link[64], path[PATH_LENGTH_MAX];
    struct stat stat;
    if (fd < 0 || !folder) return fd;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return fd;
    path[length] = 0;
    if (strncmp(path, folder, strlen(folder)) != 0 || ends_with(path, "-shm") ||
        ends_with(path, ".lock") || fstat(fd, &stat) != 0 || !S_ISREG(stat.st_mode))
        return fd;
    if (fd >= FDS_MAX) fail("too many descriptors");
    pthread_mutex_lock(&lock);
    int index = 0;
    while (index < file_count &&
           (files[index].device != stat.st_dev || files[index].inode != stat.st_ino))
        index++;
    if (index == file_count) {
        if (file_count == FILES_MAX) fail("too many files");
        int own = (int)syscall(SYS_openat, AT_FDCWD, link, O_RDWR | O_CLOEXEC, 0);
        if (own < 0) fail("a file cannot be opened a second time");
        files[file_count++] =
            (struct file){.device = stat.st_dev, .inode = stat.st_ino, .fd = own};
    }
    __atomic_store_n(&by_fd[fd], index + 1, __ATOMIC_RELEASE);
    pthread_mutex_unlock(&lock);
    return fd;
}

/* Keeps what a write of `length` bytes at `offset` is about to replace. */
static void keep(struct file *file, off_t offset, size_t length) {
    struct stat stat;
    if (fstat(file->fd, &stat) != 0) fail("fstat");
    off_t left = stat.st_size > offset ? stat.st_size - offset : 0;
    if ((off_t)length > left) length = (size_t)left;
    if (file->count == file->capacity) {
        file->capacity = file->capacity ? 2 * file->capacity : 64;
        file->undos = realloc(file->undos, file->capacity * sizeof *file->undos);
    }
    char *bytes = malloc(length ? length : 1);
    if (!file->undos || !bytes) fail("out of memory");
    if (syscall(SYS_pread64, file->fd, bytes, length, offset) != (long)length) fail("pread");
    file->undos[file->count++] = (struct undo){offset, stat.st_size, length, bytes};
}

static int open_tracked(int at, const char *path, int flags, mode_t mode) {
    int fd = (int)syscall(SYS_openat, at, path, flags & ~O_TRUNC, mode);
    track(fd);
    /* The content that goes has to be kept as well. */
    if (fd >= 0 && (flags & O_TRUNC)) (void)!ftruncate(fd, 0);
    return fd;
}

static mode_t mode_of(int flags, va_list arguments) {
    return flags & (O_CREAT | O_TMPFILE) ? va_arg(arguments, mode_t) : 0;
}

#define OPEN(name)                                                 \
    int name(const char *path, int flags, ...) {                   \
        va_list arguments;                                         \
        va_start(arguments, flags);                                \
        mode_t mode = mode_of(flags, arguments);                   \
        va_end(arguments);                                         \
        return open_tracked(AT_FDCWD, path, flags, mode);          \
    }
#define OPEN_AT(name)                                              \
    int name(int at, const char *path, int flags, ...) {           \
        va_list arguments;                                         \
        va_start(arguments, flags);                                \
        mode_t mode = mode_of(flags, arguments);                   \
        va_end(arguments);                                         \
        return open_tracked(at, path, flags, mode);                \
    }
OPEN(open)
OPEN(open64)
OPEN_AT(openat)
OPEN_AT(openat64)

int close(int fd) {
    if (fd >= 0 && fd < FDS_MAX) __atomic_store_n(&by_fd[fd], 0, __ATOMIC_RELEASE);
    return (int)syscall(SYS_close, fd);
}

/* Reads wait, too: what the cut is just taking away must not be read, or the program would
 * answer an error in the instant before it ends. */
ssize_t pread64(int fd, void *bytes, size_t length, off_t offset) {
    pthread_mutex_lock(&lock);
    ssize_t count = syscall(SYS_pread64, fd, bytes, length, offset);
    pthread_mutex_unlock(&lock);
    return count;
}

ssize_t pread(int fd, void *bytes, size_t length, off_t offset) {
    return pread64(fd, bytes, length, offset);
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off_t offset) {
    struct file *file = file_of(fd);
    if (!file) return syscall(SYS_pwrite64, fd, bytes, length, offset);
    pthread_mutex_lock(&lock);
    keep(file, offset, length);
    ssize_t written = syscall(SYS_pwrite64, fd, bytes, length, offset);
    pthread_mutex_unlock(&lock);
    return written;
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) {
    return pwrite64(fd, bytes, length, offset);
}

ssize_t write(int fd, const void *bytes, size_t length) {
    struct file *file = file_of(fd);
    if (!file) return syscall(SYS_write, fd, bytes, length);
    pthread_mutex_lock(&lock);
    int at_end = fcntl(fd, F_GETFL) & O_APPEND;
    keep(file, lseek(at_end ? file->fd : fd, 0, at_end ? SEEK_END : SEEK_CUR), length);
    ssize_t written = syscall(SYS_write, fd, bytes, length);
    pthread_mutex_unlock(&lock);
    return written;
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
    if (file_of(fd)) fail("writev to a database file is not understood");
    return syscall(SYS_writev, fd, parts, count);
}

int ftruncate64(int fd, off_t size) {
    struct file *file = file_of(fd);
    if (!file) return (int)syscall(SYS_ftruncate, fd, size);
    pthread_mutex_lock(&lock);
    keep(file, size, (size_t)1 << 40);
    int done = (int)syscall(SYS_ftruncate, fd, size);
    pthread_mutex_unlock(&lock);
    return done;
}

int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

/* Covers the writes before the call, and takes as long as a good disk. */
int fsync(int fd) {
    struct file *file = file_of(fd);
    if (!file) return (int)syscall(SYS_fsync, fd);
    if (lies) return 0;
    pthread_mutex_lock(&lock);
    unsigned long until = file->synced + file->count;
    pthread_mutex_unlock(&lock);
    nanosleep(&(struct timespec){.tv_nsec = 500000}, NULL);
    pthread_mutex_lock(&lock);
    if (until > file->synced) {
        size_t done = until - file->synced;
        for (size_t i = 0; i < done; i++) free(file->undos[i].bytes);
        file->count -= done;
        memmove(file->undos, file->undos + done, file->count * sizeof *file->undos);
        file->synced = until;
    }
    pthread_mutex_unlock(&lock);
    return 0;
}

int fdatasync(int fd) { return fsync(fd); }

/* Puts back what was not synced, newest write first. */
static void *cut_power(void *unused) {
    int signal;
    sigset_t awaited;
    sigemptyset(&awaited);
    sigaddset(&awaited, SIGUSR1);
    sigwait(&awaited, &signal);
    pthread_mutex_lock(&lock);
    const char *seed_text = getenv("TENDER_SHIM_SEED");
    unsigned seed = seed_text ? (unsigned)atoi(seed_text) : 0;
    int seeded = seed != 0;
    for (int i = 0; i < file_count; i++) {
        struct file *file = &files[i];
        size_t kept = seeded ? (size_t)rand_r(&seed) % (file->count + 1) : 0;
        while (file->count > kept) {
            struct undo *undo = &file->undos[--file->count];
            long back = syscall(SYS_pwrite64, file->fd, undo->bytes, undo->length, undo->offset);
            if (back != (long)undo->length) fail("pwrite");
            if (syscall(SYS_ftruncate, file->fd, undo->old_size) != 0) fail("ftruncate");
        }
    }
    syscall(SYS_exit_group, 0);
    return unused;
}

/* The signal is blocked before there are other threads, so that only ours takes it. */
__attribute__((constructor)) static void begin(void) {
    pthread_t thread;
    sigset_t blocked;
    folder = getenv("TENDER_SHIM_FOLDER");
    lies = getenv("TENDER_SHIM_LIES") != NULL;
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGUSR1);
    pthread_sigmask(SIG_BLOCK, &blocked, NULL);
    if (pthread_create(&thread, NULL, cut_power, NULL) != 0) fail("pthread_create");
}
