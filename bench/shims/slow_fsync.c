/* A disk that takes 2 ms longer to write safely: preloaded into the server and into
 * the baseline alike. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <time.h>

static int slow(const char *name, int fd)
{
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    struct timespec pause = { .tv_sec = 0, .tv_nsec = 2000000 };
    nanosleep(&pause, NULL);
    return real(fd);
}

int fsync(int fd) { return slow("fsync", fd); }
int fdatasync(int fd) { return slow("fdatasync", fd); }
