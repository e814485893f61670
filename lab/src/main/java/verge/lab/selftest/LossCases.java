package verge.lab.selftest;

import static verge.lab.selftest.LayerCases.trained;

import java.util.Map;
import java.util.function.Function;
import verge.autodiff.ParameterTable;
import verge.autodiff.Tensor;
import verge.lab.selftest.LayerCase.Network;
import verge.nn.Categorical;
import verge.nn.DdpgLoss;
import verge.nn.DoubleQ;
import verge.nn.Linear;
import verge.nn.PpoLoss;
import verge.nn.RegressionLoss;
import verge.nn.RegressionLoss.Reduction;
import verge.nn.ReinforceLoss;
import verge.nn.TanhGaussian;

/** Distributions and losses, over a layer that is trained by them. */
final class LossCases {
    private static final int ROWS = LayerCase.ROWS;
    private static final int ACTIONS = 7;
    private static final double GAMMA = 0.9;

    private final FixedNumbers numbers;
    private final int[] actions;
    private final float[] rewards;
    private final float[] baseline;
    private final boolean[] done = new boolean[ROWS];

    private LossCases(String name) {
        numbers = new FixedNumbers(name);
        actions = numbers.below(ACTIONS, ROWS);
        rewards = numbers.ordinary(ROWS);
        baseline = numbers.ordinary(ROWS);
        for (int i = 0; i < ROWS; i++) {
            done[i] = numbers.below(4, 1)[0] == 0;
        }
    }

    static void addTo(Map<String, LayerCase> all) {
        all.put("categorical", trained(table -> new LossCases("categorical").categorical(table),
                Categorical.class));
        all.put("tanh-gaussian", trained(table ->
                new LossCases("tanh-gaussian").tanhGaussian(table), TanhGaussian.class));
        all.put("regression-loss", trained(table ->
                new LossCases("regression-loss").regression(table), RegressionLoss.class));
        all.put("ppo-loss", trained(table -> new LossCases("ppo-loss").ppo(table),
                PpoLoss.class));
        all.put("reinforce-loss", trained(table ->
                new LossCases("reinforce-loss").reinforce(table), ReinforceLoss.class));
        all.put("double-q", trained(table -> new LossCases("double-q").doubleQ(table),
                DoubleQ.class));
        all.put("ddpg-loss", trained(table -> new LossCases("ddpg-loss").ddpg(table),
                DdpgLoss.class));
    }

    /** A linear layer and what is made of its output [ROWS, width]. */
    private static Network over(ParameterTable table, int width,
            Function<Tensor, Tensor> function) {
        Linear layer = new Linear(table, "layer", LayerCase.INPUTS, width, true);
        return new Network(layer::initialise, (p, x) -> function.apply(layer.apply(p, x)));
    }

    private static Tensor column(Tensor like, float[] data) {
        return like.tape().constant(data, 0, ROWS, 1);
    }

    /** Log-probabilities and entropies, without a mask and with one, and a draw from each row. */
    private Network categorical(ParameterTable table) {
        float[] kept = new float[ROWS * ACTIONS];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = i % 3 == 0 && i % ACTIONS != actions[i / ACTIONS] ? 0f : 1f;
        }
        float[] drawn = new float[ROWS];
        return over(table, ACTIONS, z -> {
            Tensor mask = z.tape().constant(kept, 0, ROWS, ACTIONS);
            Tensor logp = z.logSoftmax();                                  // [ROWS, ACTIONS]
            for (int i = 0; i < ROWS; i++) {
                drawn[i] = Categorical.sample(logp, i, numbers.stream()) + Categorical.mode(z, i);
            }
            return Categorical.logProbability(z, actions, 0).add(Categorical.entropy(z))
                    .add(Categorical.logProbability(z, mask, actions, 0))
                    .add(Categorical.entropy(z, mask))
                    .multiply(column(z, drawn));                           // [ROWS, 1]
        });
    }

    private Network tanhGaussian(ParameterTable table) {
        float[] noise = numbers.ordinary(ROWS * 3);
        return over(table, 6, z -> {
            Tensor mean = z.columns(0, 3);                                 // [ROWS, 3]
            Tensor deviation = z.columns(3, 6).tanh();                     // [ROWS, 3], its log
            Tensor u = TanhGaussian.unsquashed(mean, deviation,
                    z.tape().constant(noise, 0, ROWS, 3));
            return TanhGaussian.logProbability(u, mean, deviation)
                    .add(TanhGaussian.gaussianEntropy(deviation));         // [ROWS, 1]
        });
    }

    private Network regression(ParameterTable table) {
        return over(table, 1, y -> {
            Tensor target = column(y, rewards);
            Tensor weight = column(y, baseline);
            return RegressionLoss.squared(y, target, weight, Reduction.MEAN)
                    .add(RegressionLoss.huber(y, target, weight, 0.7f, Reduction.SUM));
        });
    }

    private Network ppo(ParameterTable table) {
        PpoLoss loss = new PpoLoss(0.2, 0.5, 0.01, 0.3);
        return over(table, ACTIONS, z -> {
            Tensor logp = Categorical.logProbability(z, actions, 0);       // [ROWS, 1]
            Tensor value = z.columns(0, 1);                                // [ROWS, 1]
            double facts = loss.clippedShare(logp, baseline, 0)
                    + PpoLoss.approximateKl(logp, baseline, 0);
            return loss.total(loss.policy(logp, baseline, rewards, 0),
                    loss.value(value, column(z, baseline), column(z, rewards)),
                    Categorical.entropy(z)).affine(1f, (float) facts);     // [1, 1]
        });
    }

    private Network reinforce(ParameterTable table) {
        float[] returns = new float[ROWS];
        ReinforceLoss.returns(rewards, done, ROWS / 3, 3, GAMMA, returns);
        return over(table, ACTIONS, z -> ReinforceLoss.loss(
                Categorical.logProbability(z, actions, 0), column(z, returns)));
    }

    /** The same values serve as the online network's and, reversed, as the target's. */
    private Network doubleQ(ParameterTable table) {
        float[] online = new float[ROWS * ACTIONS];
        float[] target = new float[ROWS * ACTIONS];
        float[] y = new float[ROWS];
        return over(table, ACTIONS, q -> {
            q.copyTo(online, 0);
            for (int i = 0; i < target.length; i++) {
                target[i] = online[online.length - 1 - i];
            }
            DoubleQ.targets(rewards, done, online, target, null, ROWS, ACTIONS, GAMMA, 3, y);
            return DoubleQ.loss(q, actions, 0, column(q, y), column(q, baseline), 1f);
        });
    }

    private Network ddpg(ParameterTable table) {
        float[] y = new float[ROWS];
        return over(table, 1, value -> {
            DdpgLoss.targets(rewards, done, value, GAMMA, y);
            return DdpgLoss.critic(value, column(value, y)).add(DdpgLoss.actor(value));
        });
    }
}
