/*
** npz.h: reads arrays from NumPy's .npz files, such as the mnist.npz that Keras downloads.
*/
#ifndef NPZ_H
#define NPZ_H

#include <hornbill.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
** Loads the array called `name` from the file at `path`. Gives NULL on success, else what was
** wrong, as text that is valid until the next call; *out is NULL then.
**
** An .npz file is a zip archive with one .npy file for each array. Stored and deflated members,
** C order and little-endian dtypes are read; others are an error, and so is a damaged file.
*/
const char *npz_load(const char *path, const char *name, hbl_tensor **out);

#ifdef __cplusplus
}
#endif

#endif /* NPZ_H */
