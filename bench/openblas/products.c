/*
 * Matrix products of OpenBLAS on one thread, for bench/compare-products.
 *
 * First prints the library's configuration and the kernel in use. Then answers each line
 * "kind m n k milliseconds" with the GFLOP/s of C = A B, by the processor time of the thread.
 * Kinds: packed, unpacked and bias are [m, k] by [k, n]; gradient is C += A^T B with A [k, m].
 */
#include <cblas.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

void openblas_set_num_threads(int threads);
char *openblas_get_config(void);
char *openblas_get_corename(void);

static double seconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return t.tv_sec + 1e-9 * t.tv_nsec;
}

static float *matrix(size_t size, int modulus) {
    float *x = aligned_alloc(64, (size * sizeof(float) + 63) & ~(size_t) 63);
    for (size_t i = 0; i < size; i++) {
        x[i] = ((int) (i % modulus) - modulus / 2) * 0.125f;
    }
    return x;
}

int main(void) {
    char kind[16];
    int m, n, k, milliseconds;
    openblas_set_num_threads(1);
    printf("%s, kernel %s\n", openblas_get_config(), openblas_get_corename());
    fflush(stdout);
    while (scanf("%15s %d %d %d %d", kind, &m, &n, &k, &milliseconds) == 5) {
        int gradient = strcmp(kind, "gradient") == 0;
        float *a = matrix((size_t) m * k, 13);
        float *b = matrix((size_t) k * n, 11);
        float *c = matrix((size_t) m * n, 7);
        double work = 2.0 * m * n * k;
        int batch = 1 + (int) (2e6 / work);
        long calls = 0;
        double begin = 0, elapsed = 0;
        for (int warm = 0; warm < 2; warm++) {
            calls = 0;
            begin = seconds();
            do {
                for (int i = 0; i < batch; i++) {
                    cblas_sgemm(CblasRowMajor, gradient ? CblasTrans : CblasNoTrans, CblasNoTrans,
                                m, n, k, 1, a, gradient ? m : k, b, n, gradient ? 1 : 0, c, n);
                }
                calls += batch;
                elapsed = seconds() - begin;
            } while (elapsed < (warm ? 1e-3 : 2e-4) * milliseconds);
        }
        printf("%.4f\n", work * calls / elapsed * 1e-9);
        fflush(stdout);
        free(a);
        free(b);
        free(c);
    }
    return 0;
}
