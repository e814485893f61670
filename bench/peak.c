/* The most a core reaches: independent fused multiply-adds in registers. Prints GFLOP/s. */
#include <stdio.h>
#include <time.h>

#define LANES 16
#define CHAINS 20

typedef float vector __attribute__((vector_size(4 * LANES)));

static double seconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return t.tv_sec + 1e-9 * t.tv_nsec;
}

int main(void) {
    vector sums[CHAINS], a, b;
    const long rounds = 2000000;
    double best = 0;
    for (int j = 0; j < LANES; j++) {
        a[j] = 0.999f;
        b[j] = 0.001f;
    }
    for (int i = 0; i < CHAINS; i++) {
        sums[i] = b * (float) i;
    }
    for (int attempt = 0; attempt < 10; attempt++) {
        double begin = seconds();
        for (long round = 0; round < rounds; round++) {
#pragma GCC unroll 20
            for (int i = 0; i < CHAINS; i++) {
                sums[i] = sums[i] * a + b;
            }
        }
        double rate = 2e-9 * LANES * CHAINS * rounds / (seconds() - begin);
        best = rate > best ? rate : best;
    }
    float total = 0;
    for (int i = 0; i < CHAINS; i++) {
        total += sums[i][i % LANES];
    }
    printf("%.1f %g\n", best, total);
    return 0;
}
