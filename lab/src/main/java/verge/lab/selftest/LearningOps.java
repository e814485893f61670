package verge.lab.selftest;

import java.util.Map;
import java.util.function.Consumer;
import verge.algorithms.rl.Returns;
import verge.autodiff.Masking;
import verge.autodiff.ParameterTable;
import verge.autodiff.Parameters;
import verge.autodiff.Tape;
import verge.autodiff.Tensor;
import verge.nn.Activation;
import verge.nn.Categorical;
import verge.nn.DdpgLoss;
import verge.nn.DoubleQ;
import verge.nn.Mlp;
import verge.nn.PpoLoss;
import verge.nn.RegressionLoss;
import verge.nn.RegressionLoss.Reduction;
import verge.nn.ReinforceLoss;
import verge.nn.Standardization;

/** Golden cases of distributions, losses and returns. */
final class LearningOps {
    private LearningOps() {
    }

    static void addTo(Map<String, Consumer<GoldenCase>> ops) {
        ops.put("categorical", LearningOps::categorical);
        ops.put("huber", c -> regression(c, (pred, target, weight) -> RegressionLoss.huber(pred,
                target, weight, (float) c.entry().number("delta"), reduction(c))));
        ops.put("mse", c -> regression(c, (pred, target, weight) ->
                RegressionLoss.squared(pred, target, weight, reduction(c))));
        ops.put("ppo", LearningOps::ppo);
        ops.put("gae", LearningOps::gae);
        ops.put("reinforce", LearningOps::reinforce);
        ops.put("ddqn_target", c -> doubleQTargets(c, true));
        ops.put("ddqn_loss", LearningOps::doubleQ);
        ops.put("ddpg", LearningOps::ddpg);
    }

    private static void categorical(GoldenCase c) {
        int[] shape = c.shape("in.logits", 2);
        int rows = shape[0];
        Tensor logits = c.input("in.logits");                              // [rows, n]
        Tensor mask = c.mask("in.mask", shape);
        int[] actions = c.indices("in.action", rows);
        c.output("log_prob", mask == null ? Categorical.logProbability(logits, actions, 0)
                : Categorical.logProbability(logits, mask, actions, 0), rows);
        c.output("entropy", Categorical.entropy(logits, mask), rows);
        c.output("probs", mask == null ? logits.softmax() : Masking.softmax(logits, mask), shape);
    }

    /** A loss of predictions, targets and weights, all of one shape; the weights may be null. */
    private interface Regression {
        Tensor of(Tensor pred, Tensor target, Tensor weight);
    }

    private static void regression(GoldenCase c, Regression loss) {
        int[] shape = c.shape("in.pred");
        c.output("loss", loss.of(c.column("in.pred", shape), c.column("in.target", shape),
                c.optional("in.weight", shape)),
                reduction(c) == Reduction.NONE ? shape : new int[0]);
    }

    private static Reduction reduction(GoldenCase c) {
        String reduction = c.entry().word("reduction");
        return switch (reduction) {
            case "none" -> Reduction.NONE;
            case "mean" -> Reduction.MEAN;
            case "sum" -> Reduction.SUM;
            default -> throw new NotApplicable("no reduction " + reduction);
        };
    }

    private static void ppo(GoldenCase c) {
        PpoLoss loss = new PpoLoss(c.entry().number("clip_eps"), c.entry().number("vf_coef"),
                c.entry().number("ent_coef"), c.entry().number("value_clip"));
        int n = c.shape("in.adv", 1)[0];
        float[] advantages = c.floats("in.adv", n);
        if (c.entry().flag("norm_adv")) {
            Standardization.unbiased(advantages, 0, advantages.length);
        }
        float[] old = c.floats("in.logp_old", n);
        Tensor logp = c.column("in.logp_new", n);                          // [n, 1]
        Tensor policy = loss.policy(logp, old, advantages, 0);
        Tensor before = loss.valueClip() > 0 ? c.constant("in.value_old", n) : null;
        Tensor value = loss.value(c.column("in.value", n), before, c.constant("in.ret", n));
        Tensor entropy = c.column("in.entropy", n);
        c.output("total", loss.total(policy, value, entropy));
        c.output("policy_loss", policy);
        c.output("value_loss", value);
        c.output("entropy_mean", entropy.mean());
        c.result("clip_frac", new float[] {(float) loss.clippedShare(logp, old, 0)});
        c.result("approx_kl", new float[] {(float) PpoLoss.approximateKl(logp, old, 0)});
    }

    private static void gae(GoldenCase c) {
        int[] shape = c.shape("in.rewards", 2);
        int size = Folding.size(shape);
        float[] advantages = new float[size];
        float[] returns = new float[size];
        Returns.gae(c.floats("in.rewards", shape), c.floats("in.values", shape[0] + 1, shape[1]),
                c.flags("in.dones", shape), shape[0], shape[1], c.entry().number("gamma"),
                c.entry().number("lambda"), advantages, returns);
        c.result("adv", advantages, shape);
        c.result("returns", returns, shape);
    }

    private static void reinforce(GoldenCase c) {
        int[] shape = c.shape("in.rewards", 2);
        float[] returns = new float[Folding.size(shape)];
        ReinforceLoss.returns(c.floats("in.rewards", shape), c.flags("in.dones", shape), shape[0],
                shape[1], c.entry().number("gamma"), returns);
        float[] baseline = c.floats("in.baseline", shape);
        float[] weight = returns.clone();
        for (int i = 0; i < weight.length; i++) {
            weight[i] -= baseline[i];
        }
        if (c.entry().flag("normalize")) {
            Standardization.biased(weight, 0, weight.length);
        }
        c.result("returns", returns, shape);
        c.result("weight", weight, shape);
        c.output("loss", ReinforceLoss.loss(c.column("in.logp", shape),
                c.tape().constant(weight, 0, weight.length, 1)));
    }

    /** Returns y, and sets it and the next actions if they are results of the case. */
    private static float[] doubleQTargets(GoldenCase c, boolean choices) {
        int[] shape = c.shape("in.q_online_next", 2);
        int rows = shape[0];
        int actions = shape[1];
        float[] online = c.floats("in.q_online_next", shape);
        boolean[] done = c.flags("in.done", rows);
        boolean[] legal = c.has("in.mask_next") ? c.flags("in.mask_next", shape) : null;
        float[] targets = new float[rows];
        DoubleQ.targets(c.floats("in.reward", rows), done, online,
                c.floats("in.q_target_next", shape), legal, rows, actions,
                c.entry().number("gamma"), c.entry().integer("n_step", 1, 1 << 20), targets);
        c.result("y", targets, rows);
        if (choices) {
            long[] best = new long[rows];
            for (int i = 0; i < rows; i++) {
                best[i] = DoubleQ.best(online, i, actions, legal);
            }
            c.choice("a_star", best);
        }
        return targets;
    }

    private static void doubleQ(GoldenCase c) {
        float[] targets = doubleQTargets(c, false);
        int rows = targets.length;
        Tensor q = c.input("in.q", c.shape("in.q_online_next"));           // [rows, actions]
        int[] actions = c.indices("in.action", rows);
        Tensor y = c.tape().constant(targets, 0, rows, 1);
        c.output("loss", DoubleQ.loss(q, actions, 0, y, c.optional("in.weight", rows),
                (float) c.entry().number("delta")));
        c.output("td", y.subtract(q.pick(actions, 0)), rows);
    }

    private static void ddpg(GoldenCase c) {
        Tape tape = c.tape();
        int rows = c.shape("in.s", 2)[0];
        int state = c.shape("in.s")[1];
        int action = c.shape("in.a", 2)[1];
        ParameterTable critics = new ParameterTable();
        Mlp critic = new Mlp(critics, "n", Activation.RELU, Activation.NONE, state + action,
                c.shape("param.critic.b1", 1)[0], 1);
        ParameterTable actors = new ParameterTable();
        Mlp actor = new Mlp(actors, "n", Activation.RELU, Activation.TANH, state,
                c.shape("param.actor.b1", 1)[0], action);
        Parameters online = c.parameters(critics, places(critics, "critic"));
        Parameters judge = c.frozen(critics, places(critics, "critic"));
        Parameters policy = c.parameters(actors, places(actors, "actor"));
        Parameters targetCritic = c.frozen(critics, places(critics, "critic_t"));
        Parameters targetActor = c.frozen(actors, places(actors, "actor_t"));
        float scale = (float) c.entry().number("a_max");
        Tensor s = c.input("in.s");                                        // [rows, state]
        Tensor s2 = c.input("in.s2", rows, state);                         // [rows, state]
        Tensor next = critic.apply(targetCritic,
                s2.concat(actor.apply(targetActor, s2).scale(scale)));     // [rows, 1]
        float[] targets = new float[next.rows()];
        DdpgLoss.targets(c.floats("in.reward", rows), c.flags("in.done", rows), next,
                c.entry().number("gamma"), targets);
        c.result("y", targets, rows);
        Tensor a = c.input("in.a", rows, action);                          // [rows, action]
        Tensor value = critic.apply(online, s.concat(a));                  // [rows, 1]
        c.output("critic_loss", DdpgLoss.critic(value,
                tape.constant(targets, 0, targets.length, 1)));
        Tensor mu = actor.apply(policy, s).scale(scale);                   // [rows, action]
        c.output("mu", mu, rows, action);
        c.output("actor_loss", DdpgLoss.actor(critic.apply(judge, s.concat(mu))));
    }

    private static GoldenParameters places(ParameterTable table, String net) {
        return new GoldenParameters(table)
                .weight("n.0.weight", net + ".w1").row("n.0.bias", net + ".b1")
                .weight("n.1.weight", net + ".w2").row("n.1.bias", net + ".b2");
    }
}
