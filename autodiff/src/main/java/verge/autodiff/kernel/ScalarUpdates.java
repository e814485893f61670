package verge.autodiff.kernel;

import static verge.autodiff.kernel.FloatMath.fma;

/**
 * Optimisers of the scalar twin, for the elements [from, n): the vector twin's ends come here.
 * {@link Kernels} has the equations.
 */
final class ScalarUpdates {

    private ScalarUpdates() {}

    static void adam(float[] p, float[] g, float[] m, float[] v, int from, int n, float stepSize,
            float beta1, float rest1, float beta2, float rest2, float rootCorrection2,
            float epsilon, float decay) {
        for (int i = from; i < n; i++) {
            float gradient = fma(decay, p[i], g[i]);
            m[i] = fma(beta1, m[i], rest1 * gradient);
            v[i] = fma(beta2, v[i], rest2 * gradient * gradient);
            float denominator = (float) Math.sqrt(v[i]) / rootCorrection2 + epsilon;
            p[i] -= stepSize * m[i] / denominator;
        }
    }

    static void rmsProp(float[] p, float[] g, float[] v, float[] mean, float[] buffer, int from,
            int n, float rate, float alpha, float rest, float epsilon, float momentum,
            float decay) {
        for (int i = from; i < n; i++) {
            float gradient = fma(decay, p[i], g[i]);
            v[i] = fma(alpha, v[i], rest * gradient * gradient);
            float variance = v[i];
            if (mean != null) {
                mean[i] = fma(alpha, mean[i], rest * gradient);
                variance = Math.max(fma(-mean[i], mean[i], variance), 0f);
            }
            float step = gradient / ((float) Math.sqrt(variance) + epsilon);
            if (buffer != null) {
                step = fma(momentum, buffer[i], step);
                buffer[i] = step;
            }
            p[i] = fma(-rate, step, p[i]);
        }
    }

    static void sgd(float[] p, float[] g, float[] buffer, int from, int n, float rate,
            float momentum, float rest, boolean nesterov, float decay) {
        for (int i = from; i < n; i++) {
            float gradient = fma(decay, p[i], g[i]);
            float step = gradient;
            if (buffer != null) {
                buffer[i] = fma(momentum, buffer[i], rest * gradient);
                step = nesterov ? fma(momentum, buffer[i], gradient) : buffer[i];
            }
            p[i] = fma(-rate, step, p[i]);
        }
    }
}
