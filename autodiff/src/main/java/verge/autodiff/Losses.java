package verge.autodiff;

import verge.autodiff.kernel.FloatMath;

/** Fused losses. */
final class Losses {

    /** Where r A is at most clip(r) A: d log pi -= A r / n dy; elsewhere nothing. */
    static final Op PPO_SURROGATE = new Op("ppo-surrogate") {
        @Override
        void backward(Tensor y) {
            Tensor logp = y.a;
            float scale = y.gradient[y.gradientOffset] / logp.rows;
            for (int i = 0; i < logp.rows; i++) {
                logp.gradient[logp.gradientOffset + i] -= scale * y.work[y.workOffset + i];
            }
        }
    };

    private Losses() {}

    static Tensor ppoSurrogate(Tensor logp, float[] old, float[] advantages, int from,
            float clip) {
        Tensor.require(logp.cols == 1, "ppo surrogate", logp, null);
        Tensor y = logp.live().node(PPO_SURROGATE, 1, 1, logp.needsGradient());
        y.a = logp;
        logp.tape.workspace(y, logp.rows);                  // d(min(..)) / d log pi of every row
        float total = 0f;
        for (int i = 0; i < logp.rows; i++) {
            float advantage = advantages[from + i];
            float ratio = FloatMath.exp(logp.value[logp.offset + i] - old[from + i]);
            float clipped = Math.min(Math.max(ratio, 1f - clip), 1f + clip);
            float free = ratio * advantage;
            float bound = clipped * advantage;
            total += Math.min(free, bound);
            y.work[y.workOffset + i] = free <= bound ? free : 0f;
        }
        y.value[y.offset] = -total / logp.rows;
        return y;
    }
}
