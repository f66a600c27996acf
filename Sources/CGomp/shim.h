// The entry points of GCC's OpenMP runtime that Hornbill uses. oneDNN runs on
// the same runtime, so the process has one pool of threads. The names and
// signatures are part of libgomp's stable ABI.
#pragma once

void GOMP_parallel(void (*body)(void *), void *context, unsigned threads, unsigned flags);
int omp_get_thread_num(void);
int omp_get_num_threads(void);
int omp_get_max_threads(void);
void omp_set_num_threads(int threads);
int omp_in_parallel(void);
