/* This computer's hardware (SPEC 3.2), as kms reads it on Linux. Other systems: see ../README.md. */
#define _DEFAULT_SOURCE
#include "verify_lease.h"

#include <dirent.h>
#include <ifaddrs.h>
#include <limits.h>
#include <openssl/evp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

typedef char Value[4096];

/* The trimmed text of the first of `count` small files of a folder that has one; else an empty one. */
static bool read_first(Value value, const char *folder, const char *const files[], int count) {
    static const char space[] = " \t\n\v\f\r";
    value[0] = '\0';
    for (int i = 0; i < count && value[0] == '\0'; i++) {
        char path[PATH_MAX];
        if (snprintf(path, sizeof path, "%s/%s", folder, files[i]) >= (int)sizeof path) continue;
        FILE *file = fopen(path, "rb");
        if (file == NULL) continue;
        size_t length = fread(value, 1, sizeof(Value) - 1, file);
        fclose(file);
        while (length > 0 && memchr(space, value[length - 1], 6) != NULL) length--;
        value[length] = '\0';
        memmove(value, value + strspn(value, space), strlen(value + strspn(value, space)) + 1);
    }
    return value[0] != '\0';
}

static bool read_value(Value value, const char *folder, const char *file) {
    return read_first(value, folder, &file, 1);
}

static void read_model(Value model) {
    FILE *file = fopen("/proc/cpuinfo", "rb");
    model[0] = '\0';
    for (Value line; file != NULL && model[0] == '\0' && fgets(line, sizeof line, file) != NULL;) {
        char *colon = strncmp(line, "model name", 10) == 0 ? strchr(line, ':') : NULL;
        if (colon == NULL) continue;
        line[strcspn(line, "\n")] = '\0';
        snprintf(model, sizeof(Value), "%s", colon + 1 + strspn(colon + 1, " \t"));
    }
    if (file != NULL) fclose(file);
}

static int is_disk(const struct dirent *entry) {
    static const char *const passed_over[] = {".", "loop", "ram", "zram", "dm-", "sr", "md"};
    for (size_t i = 0; i < sizeof passed_over / sizeof passed_over[0]; i++) {
        if (strncmp(entry->d_name, passed_over[i], strlen(passed_over[i])) == 0) return 0;
    }
    return 1;
}

static void read_disk(Value value) {
    static const char *const files[] = {"device/serial", "device/wwid", "wwid", "serial"};
    struct dirent **disks = NULL;
    int count = scandir("/sys/block", &disks, is_disk, alphasort);
    value[0] = '\0';
    for (int i = 0; i < count; i++) {
        char folder[PATH_MAX];
        snprintf(folder, sizeof folder, "/sys/block/%s", disks[i]->d_name);
        if (value[0] == '\0') read_first(value, folder, files, 4);
        free(disks[i]);
    }
    free(disks);
}

static int is_physical(const struct dirent *entry) {
    char path[PATH_MAX];
    snprintf(path, sizeof path, "/sys/class/net/%s/device", entry->d_name);
    return entry->d_name[0] != '.' && access(path, F_OK) == 0;
}

/* The lowest hardware address of interfaces with an IP address: of physical ones, where there are such. */
static void read_network(Value lowest) {
    struct dirent **physical = NULL;
    int count = scandir("/sys/class/net", &physical, is_physical, alphasort);
    struct ifaddrs *all = NULL;
    lowest[0] = '\0';
    if (getifaddrs(&all) != 0) all = NULL;
    for (struct ifaddrs *one = all; one != NULL; one = one->ifa_next) {
        int family = one->ifa_addr == NULL ? AF_UNSPEC : one->ifa_addr->sa_family;
        if (family != AF_INET && family != AF_INET6) continue;
        bool wanted = count <= 0;
        for (int i = 0; i < count; i++) wanted = wanted || strcmp(physical[i]->d_name, one->ifa_name) == 0;
        char folder[PATH_MAX];
        Value address;
        snprintf(folder, sizeof folder, "/sys/class/net/%s", one->ifa_name);
        if (!wanted || !read_value(address, folder, "address")) continue;
        if (strcmp(address, "00:00:00:00:00:00") == 0) continue;
        if (lowest[0] == '\0' || strcmp(address, lowest) < 0) strcpy(lowest, address);
    }
    if (all != NULL) freeifaddrs(all);
    for (int i = 0; i < count; i++) free(physical[i]);
    free(physical);
}

/* The first 4 bytes of the hash of class, NUL and those values that are known, parted by spaces; zeros where none is. */
static void component(uint8_t bytes[4], const char *name, const Value values[], int count) {
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    uint8_t hash[32] = {0};
    bool known = false;
    bool good = context != NULL && EVP_DigestInit_ex(context, EVP_sha256(), NULL) == 1 &&
                EVP_DigestUpdate(context, name, strlen(name) + 1) == 1;
    for (int i = 0; i < count && good; i++) {
        if (values[i][0] == '\0') continue;
        if (known) good = EVP_DigestUpdate(context, " ", 1) == 1;
        good = good && EVP_DigestUpdate(context, values[i], strlen(values[i])) == 1;
        known = true;
    }
    good = good && known && EVP_DigestFinal_ex(context, hash, NULL) == 1;
    EVP_MD_CTX_free(context);
    memset(bytes, 0, 4);
    if (good) memcpy(bytes, hash, 4);
}

void read_hardware(uint8_t hardware[HARDWARE_BYTES]) {
    static const char *const ids[] = {"etc/machine-id", "var/lib/dbus/machine-id"};
    static const char dmi[] = "/sys/class/dmi/id";
    Value values[3];
    read_first(values[0], "", ids, 2);
    component(hardware, "system", values, 1);
    read_value(values[0], dmi, "board_vendor");
    read_value(values[1], dmi, "board_name");
    read_model(values[2]);
    component(hardware + 4, "board", values, 3);
    read_disk(values[0]);
    component(hardware + 8, "disk", values, 1);
    read_network(values[0]);
    component(hardware + 12, "network", values, 1);
}
