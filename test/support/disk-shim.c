// Stands between a process and its disk, for files below $SHIM_UNDER (tests only, Linux, LD_PRELOAD). A file in $SHIM says
// what goes wrong: "full" (writes that grow a file give ENOSPC while a ballast is there), "eio" (fsync gives EIO), "ro" (what
// changes anything gives EROFS, as on a file system that the kernel has made read-only after an error).
// What fsync has returned for is copied to $SHIM_KEPT: that is what a power loss leaves.
// $SHIM_FROM ends the disk at a change, counted from when $SHIM_UNDER was set. "dead 12": from the twelfth on each gives EIO,
// so that the disk is as a kill leaves it. "full 12": from the twelfth on what needs room gives ENOSPC; "room 12": only while
// a ballast is there. "once 12": the twelfth that needs room, then there is some again. "sync 12": from the twelfth on each
// fsync gives EIO. "kill 12": the process is killed in place of the twelfth. It says so by a file "hit" in $SHIM. Every change is noted in $SHIM_LOG, a line each: what, name, new name
// or offset, bytes in hex.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int is_under(const char *path) {
  const char *under = getenv("SHIM_UNDER");
  return under != NULL && strncmp(path, under, strlen(under)) == 0;
}

static int named(int fd, char *name, size_t size) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t n = readlink(link, name, size - 1);
  if (n < 0) return 0;
  name[n] = 0;
  return is_under(name);
}

static int is_set(const char *what) {
  char path[512];
  snprintf(path, sizeof path, "%s/%s", getenv("SHIM") ? getenv("SHIM") : "/nowhere", what);
  return access(path, F_OK) == 0;
}

// Whether the disk refuses all changes now; `path` may be any, an open file is told by its descriptor.
static int frozen(const char *path) {
  if (!is_under(path) || !is_set("ro")) return 0;
  errno = EROFS;
  return 1;
}

static int frozen_fd(int fd) {
  char name[512];
  return named(fd, name, sizeof name) && frozen(name);
}

static int has_ballast(void) {
  char ballast[512];
  snprintf(ballast, sizeof ballast, "%s/ledger.db-ballast", getenv("SHIM_UNDER"));
  return access(ballast, F_OK) == 0;
}

enum kind { OTHER, GROWS, SYNC };

// Whether the disk has come to its end with this change.
static int ended(const char *path, enum kind kind) {
  static char counted[512];
  static long changes;
  const char *from = getenv("SHIM_FROM");
  char hit[512];
  if (from == NULL || !is_under(path)) return 0;
  if (strcmp(counted, getenv("SHIM_UNDER")) != 0) {
    snprintf(counted, sizeof counted, "%s", getenv("SHIM_UNDER"));
    changes = 0;
  }
  enum kind only = from[0] == 'd' || from[0] == 'k' ? OTHER : from[0] == 's' ? SYNC : GROWS;
  if (only != OTHER && kind != only) return 0;
  long at = atol(from + 5);
  if (++changes < at || (from[0] == 'o' && changes > at)) return 0;
  if (from[0] == 'r' && !has_ballast() && strstr(path, "ballast") == NULL) return 0;
  snprintf(hit, sizeof hit, "%s/hit", getenv("SHIM"));
  FILE *said = fopen(hit, "w");
  if (said) fclose(said);
  if (from[0] == 'k') raise(SIGKILL);
  errno = only == GROWS ? ENOSPC : EIO;
  return 1;
}

static void note(const char *what, const char *name, const char *to, const unsigned char *data, size_t n) {
  int before = errno;
  FILE *log = getenv("SHIM_LOG") && is_under(name) ? fopen(getenv("SHIM_LOG"), "a") : NULL;
  if (log) {
    fprintf(log, "%s\t%s\t%s\t", what, name, to);
    for (size_t i = 0; i < n; i++) fprintf(log, "%02x", data[i]);
    fputc('\n', log);
    fclose(log);
  }
  errno = before;
}

static void note_fd(const char *what, int fd, off_t at, const void *data, size_t n) {
  char name[512], to[32];
  snprintf(to, sizeof to, "%lld", (long long)at);
  if (named(fd, name, sizeof name)) note(what, name, to, data, n);
}

static int opened(const char *call, const char *path, int flags, mode_t mode) {
  int (*real)(const char *, int, ...) = (int (*)(const char *, int, ...))dlsym(RTLD_NEXT, call);
  int creates = (flags & O_CREAT) && access(path, F_OK) != 0;
  int changes = creates || (flags & O_TRUNC);
  if ((flags & (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC)) && frozen(path)) return -1;
  if (changes && ended(path, creates ? GROWS : OTHER)) return -1;
  int fd = real(path, flags, mode);
  if (fd >= 0 && changes) note("empty", path, "", NULL, 0);
  return fd;
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

#define CHANGE(name, parameters, arguments, to)                                 \
  int name parameters {                                                         \
    int(*real) parameters = (int(*) parameters)dlsym(RTLD_NEXT, #name);         \
    if (frozen(path) || ended(path, OTHER)) return -1;                          \
    int result = real arguments;                                                \
    if (result == 0) note(#name, path, to, NULL, 0);                            \
    return result;                                                              \
  }
CHANGE(chmod, (const char *path, mode_t mode), (path, mode), "")
CHANGE(unlink, (const char *path), (path), "")
CHANGE(mkdir, (const char *path, mode_t mode), (path, mode), "")
CHANGE(rename, (const char *path, const char *to), (path, to), to)

static enum kind grows(int fd, off_t end) {
  struct stat st;
  return fstat(fd, &st) == 0 && end > st.st_size ? GROWS : OTHER;
}

static int ended_fd(int fd, enum kind kind) {
  char name[512];
  return named(fd, name, sizeof name) && ended(name, kind);
}

int ftruncate64(int fd, off_t size) {
  int (*real)(int, off_t) = (int (*)(int, off_t))dlsym(RTLD_NEXT, "ftruncate64");
  if (frozen_fd(fd) || ended_fd(fd, grows(fd, size))) return -1;
  int result = real(fd, size);
  if (result == 0) note_fd("cut", fd, size, NULL, 0);
  return result;
}
int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

static int full(int fd, off_t end) {
  char name[512];
  if (!named(fd, name, sizeof name) || !is_set("full")) return 0;
  int room = !has_ballast() && strstr(name, "ballast") == NULL;
  if (room || grows(fd, end) != GROWS) return 0;
  errno = ENOSPC;
  return 1;
}

ssize_t pwrite64(int fd, const void *data, size_t n, off_t at) {
  static ssize_t (*real)(int, const void *, size_t, off_t);
  if (!real) real = dlsym(RTLD_NEXT, "pwrite64");
  if (frozen_fd(fd) || full(fd, at + (off_t)n) || ended_fd(fd, grows(fd, at + (off_t)n))) return -1;
  ssize_t written = real(fd, data, n, at);
  if (written > 0) note_fd("write", fd, at, data, written);
  return written;
}
ssize_t pwrite(int fd, const void *data, size_t n, off_t at) { return pwrite64(fd, data, n, at); }

ssize_t write(int fd, const void *data, size_t n) {
  static ssize_t (*real)(int, const void *, size_t);
  if (!real) real = dlsym(RTLD_NEXT, "write");
  off_t at = lseek(fd, 0, SEEK_CUR);
  if (frozen_fd(fd)) return -1;
  if (at >= 0 && (full(fd, at + (off_t)n) || ended_fd(fd, grows(fd, at + (off_t)n)))) return -1;
  ssize_t written = real(fd, data, n);
  if (at >= 0 && written > 0) note_fd("write", fd, at, data, written);
  return written;
}

static int synced(int fd, const char *call) {
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, call);
  char name[512], kept[1024], buffer[65536];
  int ours = named(fd, name, sizeof name);
  if (ours && is_set("eio")) { errno = EIO; return -1; }
  if (ended_fd(fd, SYNC)) return -1;
  int result = real(fd);
  if (result == 0) note_fd("sync", fd, 0, NULL, 0);
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
