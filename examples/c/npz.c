#include "npz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

static const char *failed(const char *what, const char *path) {
    static char message[512];
    snprintf(message, sizeof message, "%s: %s", path, what);
    return message;
}

static uint32_t u16(const unsigned char *p) { return p[0] | (uint32_t)p[1] << 8; }
static uint32_t u32(const unsigned char *p) { return u16(p) | u16(p + 2) << 16; }

/* The whole file, or NULL. */
static unsigned char *read_file(const char *path, size_t *size) {
    FILE *file = fopen(path, "rb");
    if (!file) return NULL;
    unsigned char *bytes = NULL;
    long end;
    if (fseek(file, 0, SEEK_END) == 0 && (end = ftell(file)) > 0 && fseek(file, 0, SEEK_SET) == 0
        && (bytes = malloc((size_t)end)) != NULL) {
        *size = fread(bytes, 1, (size_t)end, file);
        if (*size != (size_t)end) {
            free(bytes);
            bytes = NULL;
        }
    }
    fclose(file);
    return bytes;
}

/* Where a member of a zip archive lies, and how it is packed. */
typedef struct {
    const unsigned char *data;
    size_t packed_size, size;
    uint32_t method, checksum;
} member;

/* Looks `name` up in the archive's directory, which lies at its end. */
static bool find(const unsigned char *zip, size_t zip_size, const char *name, member *found) {
    if (zip_size < 22) return false;
    size_t end = zip_size - 22;
    while (end > 0 && u32(zip + end) != 0x06054b50) end--;
    if (u32(zip + end) != 0x06054b50) return false;
    uint32_t count = u16(zip + end + 10);
    size_t at = u32(zip + end + 16);
    for (uint32_t i = 0; i < count; i++) {
        if (at + 46 > zip_size || u32(zip + at) != 0x02014b50) return false;
        size_t name_size = u16(zip + at + 28);
        if (at + 46 + name_size > zip_size) return false;
        if (name_size == strlen(name) && memcmp(zip + at + 46, name, name_size) == 0) {
            size_t local = u32(zip + at + 42);
            if (local + 30 > zip_size || u32(zip + local) != 0x04034b50) return false;
            size_t data = local + 30 + u16(zip + local + 26) + u16(zip + local + 28);
            found->method = u16(zip + at + 10);
            found->checksum = u32(zip + at + 16);
            found->packed_size = u32(zip + at + 20);
            found->size = u32(zip + at + 24);
            found->data = zip + data;
            return data + found->packed_size <= zip_size;
        }
        at += 46 + name_size + u16(zip + at + 30) + u16(zip + at + 32);
    }
    return false;
}

/* The member's bytes, or NULL if they are damaged. */
static unsigned char *unpack(const member *from) {
    unsigned char *bytes = malloc(from->size + 1);
    if (!bytes) return NULL;
    bool whole = false;
    if (from->method == 0 && from->packed_size == from->size) {
        memcpy(bytes, from->data, from->size);
        whole = true;
    } else if (from->method == 8) {
        z_stream stream;
        memset(&stream, 0, sizeof stream);
        stream.next_in = (unsigned char *)from->data;
        stream.avail_in = (uInt)from->packed_size;
        stream.next_out = bytes;
        stream.avail_out = (uInt)from->size;
        if (inflateInit2(&stream, -MAX_WBITS) == Z_OK) {
            whole = inflate(&stream, Z_FINISH) == Z_STREAM_END && stream.total_out == from->size;
            inflateEnd(&stream);
        }
    }
    if (whole && crc32(0, bytes, (uInt)from->size) == from->checksum) return bytes;
    free(bytes);
    return NULL;
}

/* NumPy's spelling of a dtype, such as '<f4'. */
static bool parse_dtype(const char *text, hbl_dtype *dtype) {
    static const struct {
        const char *text;
        hbl_dtype dtype;
    } known[] = {
        {"'|b1'", HBL_BOOL},    {"'|i1'", HBL_INT8},    {"'<i2'", HBL_INT16},   {"'<i4'", HBL_INT32},
        {"'<i8'", HBL_INT64},   {"'|u1'", HBL_UINT8},   {"'<u2'", HBL_UINT16},  {"'<u4'", HBL_UINT32},
        {"'<u8'", HBL_UINT64},  {"'<f2'", HBL_FLOAT16}, {"'<f4'", HBL_FLOAT32}, {"'<f8'", HBL_FLOAT64},
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strncmp(text, known[i].text, 5) == 0) {
            *dtype = known[i].dtype;
            return true;
        }
    }
    return false;
}

/*
** An .npy file: 8 bytes of magic and version, the length of the header, and the header, which is
** a Python dictionary: {'descr': '|u1', 'fortran_order': False, 'shape': (4000, 28, 28), }
*/
static const char *parse_npy(const unsigned char *npy, size_t size, hbl_tensor **out) {
    char header[1024];
    if (size < 12 || memcmp(npy, "\x93NUMPY", 6) != 0) return "is no .npy file";
    size_t start = npy[6] == 1 ? 10 : 12;
    size_t length = npy[6] == 1 ? u16(npy + 8) : u32(npy + 8);
    if (length >= sizeof header || start + length > size) return "has a damaged header";
    memcpy(header, npy + start, length);
    header[length] = 0;

    const char *dtype_text = strstr(header, "'descr': ");
    const char *shape_text = strstr(header, "'shape': (");
    if (!dtype_text || !shape_text) return "has a damaged header";
    if (!strstr(header, "'fortran_order': False")) return "is not in C order";
    hbl_dtype dtype;
    if (!parse_dtype(dtype_text + 9, &dtype)) return "has a dtype that is not known here";

    int64_t shape[HBL_MAX_NDIM];
    int32_t ndim = 0;
    size_t bytes = hbl_dtype_size(dtype);
    for (char *at = (char *)shape_text + 10; *at && *at != ')'; at += *at == ',' || *at == ' ') {
        char *next;
        shape[ndim] = strtoll(at, &next, 10);
        if (next == at) break;
        if (ndim == HBL_MAX_NDIM - 1 || shape[ndim] < 0 || (shape[ndim] && bytes > size / (size_t)shape[ndim]))
            return "has a shape that does not fit its size";
        bytes *= (size_t)shape[ndim++];
        at = next;
        while (*at == ' ') at++;
        if (*at != ',') break;
    }
    if (bytes != size - start - length) return "has a shape that does not fit its size";
    if (hbl_tensor_from_data(npy + start + length, dtype, ndim, shape, NULL, out) != HBL_OK)
        return hbl_last_error();
    return NULL;
}

const char *npz_load(const char *path, const char *name, hbl_tensor **out) {
    *out = NULL;
    char file_name[256];
    snprintf(file_name, sizeof file_name, "%s.npy", name);

    size_t zip_size = 0;
    unsigned char *zip = read_file(path, &zip_size);
    if (!zip) return failed("cannot be read", path);

    const char *problem;
    member packed;
    if (!find(zip, zip_size, file_name, &packed)) {
        problem = "has no such array";
    } else {
        unsigned char *npy = unpack(&packed);
        problem = npy ? parse_npy(npy, packed.size, out) : "is damaged";
        free(npy);
    }
    free(zip);
    return problem ? failed(problem, path) : NULL;
}
