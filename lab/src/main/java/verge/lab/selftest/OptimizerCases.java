package verge.lab.selftest;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import verge.autodiff.Parameters;
import verge.nn.Adam;
import verge.nn.GradientClip;
import verge.nn.Optimizer;
import verge.nn.OrnsteinUhlenbeck;
import verge.nn.RmsProp;
import verge.nn.RunningNormalizer;
import verge.nn.Sgd;
import verge.nn.SoftUpdate;

/** Optimisers and what else moves parameters or their gradients, over two linear layers. */
final class OptimizerCases {
    private OptimizerCases() {
    }

    static void addTo(Map<String, LayerCase> all) {
        all.put("adam-decay", by(size -> new Adam(size, 0.01, 0.8, 0.95, 1e-6, 0.01)::step,
                Adam.class));
        all.put("rms-prop", by(size -> new RmsProp(size, 0.01, 0.99, 1e-8)::step, RmsProp.class));
        all.put("rms-prop-centred", by(size ->
                new RmsProp(size, 0.01, 0.9, 1e-6, true, 0.9, 0.01)::step, RmsProp.class));
        all.put("sgd", by(size -> new Sgd(size, 0.01)::step, Sgd.class));
        all.put("sgd-nesterov", by(size -> new Sgd(size, 0.01, 0.9, 0.0, true, 0.01)::step,
                Sgd.class));
        all.put("gradient-clip", by(OptimizerCases::clipped, GradientClip.class));
        all.put("soft-update", by(OptimizerCases::followed, SoftUpdate.class));
        all.put("ornstein-uhlenbeck", by(OptimizerCases::disturbed, OrnsteinUhlenbeck.class));
        all.put("running-normalizer", by(OptimizerCases::normalised, RunningNormalizer.class));
    }

    private static LayerCase by(IntFunction<Consumer<Parameters>> optimiser, Class<?> covered) {
        return new LayerCase(List.of(covered), LayerCases::linear, optimiser);
    }

    private static Consumer<Parameters> clipped(int size) {
        Adam adam = new Adam(size, 0.01, 1e-8);
        return p -> {
            GradientClip.byGlobalNorm(p, 0.1);
            adam.step(p);
        };
    }

    /** After each step the parameters become those of a target that follows them. */
    private static Consumer<Parameters> followed(int size) {
        Optimizer sgd = new Sgd(size, 0.05);
        Parameters[] target = new Parameters[1];
        return p -> {
            if (target[0] == null) {
                target[0] = new Parameters(p.table());
                target[0].copyFrom(p);
            }
            sgd.step(p);
            SoftUpdate.apply(target[0], p, 0.3);
            p.copyFrom(target[0]);
        };
    }

    /** Noise is added to the parameters after each step. */
    private static Consumer<Parameters> disturbed(int size) {
        Optimizer sgd = new Sgd(size, 0.05);
        OrnsteinUhlenbeck noise = new OrnsteinUhlenbeck(size, 0.15, 0.0, 0.01, 0.5);
        FixedNumbers numbers = new FixedNumbers("ornstein-uhlenbeck");
        return p -> {
            sgd.step(p);
            noise.step(numbers.stream());
            for (int i = 0; i < size; i++) {
                p.values()[i] += (float) noise.state()[i];
            }
            p.changed();
        };
    }

    /** Gradients are brought to mean 0 and variance 1 over all steps so far. */
    private static Consumer<Parameters> normalised(int size) {
        Optimizer sgd = new Sgd(size, 0.01);
        RunningNormalizer normalizer = new RunningNormalizer(size, 5f);
        return p -> {
            normalizer.observe(p.gradients(), 0, 1);
            normalizer.normalize(p.gradients(), 0, 1, 1e-8, p.gradients(), 0);
            sgd.step(p);
        };
    }
}
