// Stands between a process and its disk, for files below $SHIM_UNDER (tests only, Linux, LD_PRELOAD). A file in $SHIM says
// what goes wrong: "full" (writes that grow a file give ENOSPC while a ballast is there), "eio" (fsync gives EIO).
// What fsync has returned for is copied to $SHIM_KEPT: that is what a power loss leaves.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
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
  return full(fd, at + (off_t)n) ? -1 : real(fd, data, n, at);
}
ssize_t pwrite(int fd, const void *data, size_t n, off_t at) { return pwrite64(fd, data, n, at); }

ssize_t write(int fd, const void *data, size_t n) {
  static ssize_t (*real)(int, const void *, size_t);
  if (!real) real = dlsym(RTLD_NEXT, "write");
  off_t at = lseek(fd, 0, SEEK_CUR);
  return at >= 0 && full(fd, at + (off_t)n) ? -1 : real(fd, data, n);
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
