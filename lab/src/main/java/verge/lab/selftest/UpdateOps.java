package verge.lab.selftest;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import verge.autodiff.Matrices;
import verge.autodiff.ParameterTable;
import verge.autodiff.Parameters;
import verge.autodiff.Slot;
import verge.nn.Adam;
import verge.nn.GradientClip;
import verge.nn.Initializers;
import verge.nn.Optimizer;
import verge.nn.OrnsteinUhlenbeck;
import verge.nn.RmsProp;
import verge.nn.Sgd;
import verge.nn.SoftUpdate;

/** Golden cases of optimisers, other updates of parameters, and initial values. */
final class UpdateOps {
    private static final int MOST_ELEMENTS = 1 << 22;

    private UpdateOps() {
    }

    static void addTo(Map<String, Consumer<GoldenCase>> ops) {
        ops.put("adam", UpdateOps::adam);
        ops.put("rmsprop", UpdateOps::rmsProp);
        ops.put("sgd", UpdateOps::sgd);
        ops.put("clip_grad_norm", UpdateOps::clip);
        ops.put("soft_update", UpdateOps::softUpdate);
        ops.put("ou", UpdateOps::noise);
        ops.put("orthogonal_from_gaussian", UpdateOps::orthogonal);
        ops.put("init_stats", UpdateOps::statistics);
    }

    private static Parameters one(GoldenCase c, String name) {
        float[] values = c.floats(name, c.shape(name));
        GoldenCase.some(values.length, "parameter");
        ParameterTable table = new ParameterTable();
        table.add("p", 1, values.length);
        Parameters p = new Parameters(table);
        System.arraycopy(values, 0, p.values(), 0, values.length);
        return p;
    }

    /** Makes a step with each gradient of the case and keeps the parameters after it. */
    private static void steps(GoldenCase c, Parameters p, Optimizer optimizer) {
        int[] shape = c.shape("in.p0");
        for (int step = 1; c.has("in.g" + step); step++) {
            float[] gradient = c.floats("in.g" + step, shape);
            System.arraycopy(gradient, 0, p.gradients(), 0, p.size());
            optimizer.step(p);
            c.result("p.step" + step, p.values().clone(), shape);
        }
    }

    private static void result(GoldenCase c, String name, float[] state) {
        if (state != null) {
            c.result(name, state, c.shape("in.p0"));
        }
    }

    private static void adam(GoldenCase c) {
        GoldenEntry entry = c.entry();
        Parameters p = one(c, "in.p0");
        Adam adam = new Adam(p.size(), entry.number("lr"), entry.number("beta1"),
                entry.number("beta2"), entry.number("eps"), entry.number("weight_decay"));
        steps(c, p, adam);
        result(c, "m", adam.mean());
        result(c, "v", adam.square());
    }

    private static void rmsProp(GoldenCase c) {
        GoldenEntry entry = c.entry();
        Parameters p = one(c, "in.p0");
        RmsProp rmsProp = new RmsProp(p.size(), entry.number("lr"), entry.number("alpha"),
                entry.number("eps"), entry.flag("centered"), entry.number("momentum"),
                entry.number("weight_decay"));
        steps(c, p, rmsProp);
        result(c, "v", rmsProp.square());
        result(c, "gavg", rmsProp.mean());
        result(c, "buf", rmsProp.buffer());
    }

    private static void sgd(GoldenCase c) {
        GoldenEntry entry = c.entry();
        Parameters p = one(c, "in.p0");
        Sgd sgd = new Sgd(p.size(), entry.number("lr"), entry.number("momentum"),
                entry.number("dampening"), entry.flag("nesterov"),
                entry.number("weight_decay"));
        steps(c, p, sgd);
        result(c, "buf", sgd.buffer());
    }

    private static void clip(GoldenCase c) {
        int n = c.entry().integer("n", 1, 10_000);
        ParameterTable table = new ParameterTable();
        for (int i = 0; i < n; i++) {
            int size = Folding.size(c.shape("in.g" + i));
            if (size > 0) {
                table.add("g" + i, 1, size);
            } else {
                c.result("g" + i, new float[0], c.shape("in.g" + i));
            }
        }
        Parameters p = new Parameters(table);
        for (Slot slot : table.slots()) {
            String name = "in." + slot.name();
            System.arraycopy(c.floats(name, c.shape(name)), 0, p.gradients(), slot.offset(),
                    slot.size());
        }
        double norm = GradientClip.byGlobalNorm(p, c.entry().number("max_norm"));
        c.result("total_norm", new float[] {(float) norm});
        for (Slot slot : table.slots()) {
            c.result(slot.name(), Arrays.copyOfRange(p.gradients(), slot.offset(),
                    slot.offset() + slot.size()), c.shape("in." + slot.name()));
        }
    }

    private static void softUpdate(GoldenCase c) {
        int[] shape = c.shape("in.target");
        Parameters target = one(c, "in.target");
        c.floats("in.online", shape);
        Parameters online = one(c, "in.online");
        int steps = c.entry().integer("steps", 1, 10_000);
        for (int step = 1; step <= steps; step++) {
            SoftUpdate.apply(target, online, c.entry().number("tau"));
            if (c.has("out64.target.step" + step)) {
                c.result("target.step" + step, target.values().clone(), shape);
            }
        }
    }

    private static void noise(GoldenCase c) {
        int[] shape = c.shape("in.noise", 2);
        int n = shape[1];
        OrnsteinUhlenbeck process = new OrnsteinUhlenbeck(n, c.entry().number("theta"),
                c.entry().number("mu"), c.entry().number("sigma"), c.entry().number("dt"));
        float[] start = c.floats("in.x0", n);
        for (int i = 0; i < n; i++) {
            process.state()[i] = start[i];
        }
        float[] noise = c.floats("in.noise", shape);
        float[] path = new float[noise.length];
        for (int t = 0; t < shape[0]; t++) {
            process.step(noise, t * n);
            for (int i = 0; i < n; i++) {
                path[t * n + i] = (float) process.state()[i];
            }
        }
        c.result("x", path, shape);
    }

    private static void orthogonal(GoldenCase c) {
        int[] shape = c.shape("in.g", 2);
        float[] gaussian = c.floats("in.g", shape);
        double[] wide = new double[gaussian.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = gaussian[i];
        }
        double[] w = Matrices.orthogonal(wide, shape[0], shape[1], c.entry().number("gain"));
        float[] narrow = new float[w.length];
        for (int i = 0; i < w.length; i++) {
            narrow[i] = (float) w[i];
        }
        c.result("w", narrow, shape);
    }

    /** Draws a weight with a fixed seed; whose statistics are judged. */
    private static void statistics(GoldenCase c) {
        GoldenEntry entry = c.entry();
        int outputs = entry.settings().path("shape").path(0).asInt();
        int inputs = entry.settings().path("shape").path(1).asInt();
        if (outputs < 1 || inputs < 1 || (long) outputs * inputs > MOST_ELEMENTS) {
            throw entry.wrong("shape", entry.settings().path("shape"),
                    "two positive integers of product " + MOST_ELEMENTS + " at most");
        }
        ParameterTable table = new ParameterTable();
        Slot w = table.add("w", inputs, outputs);
        Parameters p = new Parameters(table);
        String scheme = entry.word("scheme");
        float gain = (float) entry.number("gain");
        FixedNumbers numbers = new FixedNumbers(entry.file());
        switch (scheme) {
            case "xavier_uniform" -> Initializers.glorotUniform(p, w, gain, numbers.stream());
            case "xavier_normal" -> Initializers.glorotNormal(p, w, gain, numbers.stream());
            case "orthogonal" -> Initializers.orthogonal(p, w, outputs, gain, numbers.stream());
            default -> throw new NotApplicable("no initial values " + scheme);
        }
        c.drawn(p.values());
    }
}
