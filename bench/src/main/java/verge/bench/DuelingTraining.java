package verge.bench;

import verge.autodiff.ParameterTable;
import verge.autodiff.Parameters;
import verge.autodiff.Tape;
import verge.autodiff.Tensor;
import verge.nn.Activation;
import verge.nn.DoubleQ;
import verge.nn.DuelingHead;
import verge.nn.LstmCell;
import verge.nn.Mlp;
import verge.nn.RegressionLoss;
import verge.nn.RegressionLoss.Reduction;
import verge.nn.RmsProp;

/**
 * The network of deep recurrent Q-learning on a small device: an LSTM of 20 units over the last 10
 * loads, its output beside the state through two layers of 20, a dueling head for 6 actions. One
 * step of double Q-learning with RMSProp, or one decision.
 */
final class DuelingTraining implements Workload {

    private static final int STEPS = 10;
    private static final int LOADS = 5;
    private static final int HIDDEN = 20;
    private static final int STATE = 20;
    private static final int ACTIONS = 6;

    private final int batch;
    private final boolean training;
    private final ParameterTable table = new ParameterTable();
    private final LstmCell lstm = new LstmCell(table, "lstm", LOADS, HIDDEN, false);
    private final Mlp layers = new Mlp(table, "layers", Activation.RELU, Activation.RELU,
            HIDDEN + STATE, 20, 20);
    private final DuelingHead head = new DuelingHead(table, "head", 20, ACTIONS);
    private final Parameters theta = new Parameters(table);
    private final Parameters thetaMinus = new Parameters(table);
    private final RmsProp rmsProp = new RmsProp(theta.size(), 1e-3, 0.99, 1e-8);
    private final Tape tape = new Tape();
    private final Tape next = Tape.forInference();
    private final Tensor[] outputs = new Tensor[STEPS + 1];
    private final float[] loads;
    private final float[] states;
    private final float[] nextLoads;
    private final float[] nextStates;
    private final float[] rewards;
    private final float[] targets;
    private final boolean[] done;
    private final int[] actions;
    private final float[] online;
    private final float[] target;

    DuelingTraining(int batch, boolean training) {
        this.batch = batch;
        this.training = training;
        Workload.initialise(theta);
        thetaMinus.copyFrom(theta);
        loads = Workload.normal(STEPS * batch * LOADS, 2);
        states = Workload.normal(batch * STATE, 3);
        nextLoads = Workload.normal(STEPS * batch * LOADS, 4);
        nextStates = Workload.normal(batch * STATE, 5);
        rewards = Workload.normal(batch, 6);
        targets = new float[batch];
        done = new boolean[batch];
        actions = new int[batch];
        online = new float[batch * ACTIONS];
        target = new float[batch * ACTIONS];
        for (int i = 0; i < batch; i++) {
            actions[i] = i % ACTIONS;
        }
    }

    private Tensor values(Tape on, Parameters p, float[] history, float[] state) {
        Tensor x = on.constant(history, 0, STEPS * batch, LOADS);
        lstm.sequence(p, x, batch, outputs);
        Tensor both = outputs[STEPS - 1].concat(on.constant(state, 0, batch, STATE));
        return head.apply(p, layers.apply(p, both));                       // [batch, actions]
    }

    @Override
    public float run() {
        return training ? train() : decide();
    }

    private float decide() {
        next.reset();
        values(next, theta, loads, states).copyTo(online, 0);
        return DoubleQ.best(online, 0, ACTIONS, null);
    }

    private float train() {
        next.reset();
        values(next, theta, nextLoads, nextStates).copyTo(online, 0);
        values(next, thetaMinus, nextLoads, nextStates).copyTo(target, 0);
        DoubleQ.targets(rewards, done, online, target, null, batch, ACTIONS, 0.9, 1, targets);
        tape.reset();
        theta.zeroGradients();
        Tensor q = values(tape, theta, loads, states);                     // [batch, actions]
        Tensor loss = RegressionLoss.squared(q.pick(actions, 0),
                tape.constant(targets, 0, batch, 1), null, Reduction.MEAN);
        tape.backward(loss);
        rmsProp.step(theta);
        return loss.scalar();
    }

    @Override
    public double operations() {
        double lstmInput = 2.0 * STEPS * batch * LOADS * 4 * HIDDEN;
        double rest = 2.0 * batch * (STEPS * HIDDEN * 4 * HIDDEN + (HIDDEN + STATE) * 20 + 20 * 20
                + 20 * (ACTIONS + 1));
        return training ? 4 * lstmInput + 5 * rest : lstmInput + rest;
    }
}
