// Stands between a process and its disk, for files below $SHIM_UNDER (tests only, Linux, LD_PRELOAD). A file in $SHIM says
// what goes wrong: "full" (writes that grow a file give ENOSPC while a ballast is there), "eio" (fsync gives EIO), "ro" (what
// changes anything gives EROFS, as on a file system that the kernel has made read-only after an error).
// What fsync has returned for is copied to $SHIM_KEPT: that is what a power loss leaves.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int named(int fd, char *name, size_t size) {
  char link[64];
  const char *under = getenv("SHIM_UNDER");
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t n = readlink(link, name, size - 1);
  if (n < 0 || under == NULL) return 0;
  name[n] = 0;
  return strncmp(name, under, strlen(under)) == 0;
}

static int is_set(const char *what) {
  char path[512];
  snprintf(path, sizeof path, "%s/%s", getenv("SHIM") ? getenv("SHIM") : "/nowhere", what);
  return access(path, F_OK) == 0;
}

// Whether the disk refuses all changes now; `path` may be any, an open file is told by its descriptor.
static int frozen(const char *path) {
  const char *under = getenv("SHIM_UNDER");
  if (under == NULL || strncmp(path, under, strlen(under)) != 0 || !is_set("ro")) return 0;
  errno = EROFS;
  return 1;
}

static int frozen_fd(int fd) {
  char name[512];
  return named(fd, name, sizeof name) && frozen(name);
}

static int opened(const char *call, const char *path, int flags, mode_t mode) {
  int (*real)(const char *, int, ...) = (int (*)(const char *, int, ...))dlsym(RTLD_NEXT, call);
  return (flags & (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC)) && frozen(path) ? -1 : real(path, flags, mode);
}
#define OPEN(name)                                        \
  int name(const char *path, int flags, ...) {            \
    va_list rest;                                         \
    va_start(rest, flags);                                \
    mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0; \
    va_end(rest);                                         \
    return opened(#name, path, flags, mode);              \
  }
OPEN(open)
OPEN(open64)

#define CHANGE(name, parameters, arguments)                                     \
  int name parameters {                                                         \
    int(*real) parameters = (int(*) parameters)dlsym(RTLD_NEXT, #name);         \
    return frozen(path) ? -1 : real arguments;                                  \
  }
CHANGE(chmod, (const char *path, mode_t mode), (path, mode))
CHANGE(unlink, (const char *path), (path))
CHANGE(mkdir, (const char *path, mode_t mode), (path, mode))
CHANGE(rename, (const char *path, const char *to), (path, to))

int ftruncate64(int fd, off_t size) {
  int (*real)(int, off_t) = (int (*)(int, off_t))dlsym(RTLD_NEXT, "ftruncate64");
  return frozen_fd(fd) ? -1 : real(fd, size);
}
int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

static int full(int fd, off_t end) {
  char name[512], ballast[512];
  struct stat st;
  if (!named(fd, name, sizeof name) || !is_set("full")) return 0;
  snprintf(ballast, sizeof ballast, "%s/ledger.db-ballast", getenv("SHIM_UNDER"));
  int room = access(ballast, F_OK) != 0 && strstr(name, "ballast") == NULL;
  if (room || fstat(fd, &st) != 0 || end <= st.st_size) return 0;
  errno = ENOSPC;
  return 1;
}

ssize_t pwrite64(int fd, const void *data, size_t n, off_t at) {
  static ssize_t (*real)(int, const void *, size_t, off_t);
  if (!real) real = dlsym(RTLD_NEXT, "pwrite64");
  return frozen_fd(fd) || full(fd, at + (off_t)n) ? -1 : real(fd, data, n, at);
}
ssize_t pwrite(int fd, const void *data, size_t n, off_t at) { return pwrite64(fd, data, n, at); }

ssize_t write(int fd, const void *data, size_t n) {
  static ssize_t (*real)(int, const void *, size_t);
  if (!real) real = dlsym(RTLD_NEXT, "write");
  off_t at = lseek(fd, 0, SEEK_CUR);
  return frozen_fd(fd) || (at >= 0 && full(fd, at + (off_t)n)) ? -1 : real(fd, data, n);
}

static int synced(int fd, const char *call) {
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, call);
  char name[512], kept[1024], buffer[65536];
  int ours = named(fd, name, sizeof name);
  if (ours && is_set("eio")) { errno = EIO; return -1; }
  int result = real(fd);
  if (result != 0 || !ours || getenv("SHIM_KEPT") == NULL) return result;
  int from = open(name, O_RDONLY), to;
  snprintf(kept, sizeof kept, "%s/%s", getenv("SHIM_KEPT"), strrchr(name, '/') + 1);
  to = open(kept, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  ssize_t (*put)(int, const void *, size_t) = dlsym(RTLD_NEXT, "write");
  for (ssize_t n; from >= 0 && (n = read(from, buffer, sizeof buffer)) > 0;)
    if (put(to, buffer, n) != n) abort();
  close(from);
  close(to);
  return result;
}
int fsync(int fd) { return synced(fd, "fsync"); }
int fdatasync(int fd) { return synced(fd, "fdatasync"); }
