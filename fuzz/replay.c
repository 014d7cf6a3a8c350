/*
 * Gives each file of the folders or files named to a fuzz target, as a plain program: how ./check replays the seeds of a target
 * that was built without a fuzzer.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int give_file(const char *path)
{
    FILE *f = fopen(path, "rb");
    uint8_t *data = NULL;
    struct stat st;
    size_t size;
    if (f == NULL || fstat(fileno(f), &st) != 0 || (data = malloc((size_t)st.st_size + 1)) == NULL) {
        perror(path);
        if (f != NULL) fclose(f);
        return -1;
    }
    size = fread(data, 1, (size_t)st.st_size, f);
    fclose(f);
    data = size > 0 ? realloc(data, size) : data;          /* no spare byte: reading past the end is then seen */
    LLVMFuzzerTestOneInput(data, size);
    free(data);
    return 1;
}

static int give(const char *path)
{
    int n = 0;
    struct dirent *entry;
    DIR *folder = opendir(path);
    if (folder == NULL) return give_file(path);
    while ((entry = readdir(folder)) != NULL) {
        char inner[4096];
        int one;
        if (entry->d_name[0] == '.') continue;
        snprintf(inner, sizeof inner, "%s/%s", path, entry->d_name);
        if ((one = give_file(inner)) < 0) n = -1;
        if (n >= 0) n += one;
    }
    closedir(folder);
    return n;
}

int main(int argc, char **argv)
{
    int total = 0;
    for (int i = 1; i < argc; i++) {
        int n = give(argv[i]);
        if (n < 0) return 1;
        total += n;
    }
    printf("%d inputs\n", total);
    return total > 0 ? 0 : 1;
}
