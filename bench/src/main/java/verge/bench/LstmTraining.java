package verge.bench;

import verge.autodiff.ParameterTable;
import verge.autodiff.Parameters;
import verge.autodiff.Tape;
import verge.autodiff.Tensor;
import verge.nn.Adam;
import verge.nn.LstmCell;
import verge.nn.RegressionLoss;
import verge.nn.RegressionLoss.Reduction;

/** Two layers of LSTM over a sequence, squared error of all outputs, Adam. */
final class LstmTraining implements Workload {

    private final int hidden;
    private final int steps;
    private final int batch;
    private final ParameterTable table = new ParameterTable();
    private final LstmCell first;
    private final LstmCell second;
    private final Parameters p;
    private final Adam adam;
    private final Tape tape = new Tape();
    private final Tensor[] outputs;
    private final float[] input;
    private final float[] target;

    LstmTraining(int hidden, int steps, int batch) {
        this.hidden = hidden;
        this.steps = steps;
        this.batch = batch;
        first = new LstmCell(table, "first", hidden, hidden, false);
        second = new LstmCell(table, "second", hidden, hidden, false);
        p = new Parameters(table);
        Workload.initialise(p);
        adam = new Adam(p.size(), 1e-3, 1e-8);
        outputs = new Tensor[steps + 1];
        input = Workload.normal(steps * batch * hidden, 2);
        target = Workload.normal(steps * batch * hidden, 3);
    }

    @Override
    public float run() {
        gradients();
        adam.step(p);
        return p.values()[0];
    }

    /** Forward and backward without the optimiser's step; returns the loss. */
    float gradients() {
        tape.reset();
        p.zeroGradients();
        int rows = steps * batch;
        Tensor x = tape.constant(input, 0, rows, hidden);
        Tensor y = first.sequence(p, x, batch, outputs);                   // [rows, hidden]
        y = second.sequence(p, y, batch, outputs);                         // [rows, hidden]
        Tensor loss = RegressionLoss.squared(y, tape.constant(target, 0, rows, hidden), null,
                Reduction.MEAN);
        tape.backward(loss);
        return loss.scalar();
    }

    Parameters parameters() {
        return p;
    }

    /** Four products forward; their gradients but that of the input, and none before step 0. */
    @Override
    public double operations() {
        double product = 2.0 * steps * batch * hidden * 4 * hidden;
        return (4 + 4 + 3) * product;
    }
}
