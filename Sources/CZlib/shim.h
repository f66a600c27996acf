// zlib, for gzip files and the members of zip files.
#include <zlib.h>
