// oneDNN's C interface. Debian 12 ships version 2, Debian 13 version 3.
#include <dnnl.h>
#include <dnnl_version.h>
