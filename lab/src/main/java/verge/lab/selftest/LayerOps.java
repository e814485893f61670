package verge.lab.selftest;

import java.util.Map;
import java.util.function.Consumer;
import verge.autodiff.ParameterTable;
import verge.autodiff.Parameters;
import verge.autodiff.Tensor;
import verge.nn.DuelingHead;
import verge.nn.GruCell;
import verge.nn.LayerNorm;
import verge.nn.LstmCell;
import verge.nn.LstmCell.Normalisation;
import verge.nn.QmixMixer;

/** Golden cases of recurrent layers and of heads. */
final class LayerOps {
    private LayerOps() {
    }

    static void addTo(Map<String, Consumer<GoldenCase>> ops) {
        ops.put("lstm", LayerOps::lstm);
        ops.put("lnlstm", LayerOps::normalisedLstm);
        ops.put("gru", LayerOps::gru);
        ops.put("dueling", LayerOps::dueling);
        ops.put("qmix", LayerOps::qmix);
    }

    private static void lstm(GoldenCase c) {
        ParameterTable table = new ParameterTable();
        LstmCell cell = cell(c, table, Normalisation.NONE, LayerNorm.EPSILON);
        lstm(c, cell, c.parameters(table, new GoldenParameters(table)
                .weight("c.w_x", "w_ih").weight("c.w_h", "w_hh")
                .row("c.bias", "b_ih").row("c.bias", "b_hh")));
    }

    private static void normalisedLstm(GoldenCase c) {
        String scope = c.entry().word("ln_scope");
        Normalisation normalisation = switch (scope) {
            case "joint" -> Normalisation.JOINT;
            case "per_gate" -> Normalisation.PER_GATE;
            default -> throw new NotApplicable("no normalisation " + scope);
        };
        ParameterTable table = new ParameterTable();
        LstmCell cell = cell(c, table, normalisation, (float) c.entry().number("eps"));
        GoldenParameters places = new GoldenParameters(table)
                .weight("c.w_x", "w_ih").weight("c.w_h", "w_hh").row("c.bias", "b");
        for (String norm : new String[] {"x", "h", "c"}) {
            places.row("c.norm_" + norm + ".gamma", "gamma_" + norm)
                    .row("c.norm_" + norm + ".beta", "beta_" + norm);
        }
        lstm(c, cell, c.parameters(table, places));
    }

    private static LstmCell cell(GoldenCase c, ParameterTable table, Normalisation scope,
            float epsilon) {
        return new LstmCell(table, "c", c.shape("in.x", 3)[2], c.shape("in.h0", 2)[1], scope,
                epsilon);
    }

    private static void lstm(GoldenCase c, LstmCell cell, Parameters p) {
        int[] x = c.shape("in.x");
        int steps = GoldenCase.some(x[0], "step in the sequence");
        int batch = GoldenCase.some(x[1], "row in the batch");
        int hidden = cell.hidden();
        Tensor[] outputs = new Tensor[steps + 1];
        Tensor y = cell.sequence(p, c.input("in.x"), c.input("in.h0", batch, hidden),
                c.input("in.c0", batch, hidden), outputs);
        c.output("y", y, steps, batch, hidden);
        c.output("hT", y.rows((steps - 1) * batch, steps * batch), batch, hidden);
        c.output("cT", outputs[steps], batch, hidden);
    }

    private static void gru(GoldenCase c) {
        int[] x = c.shape("in.x", 3);
        int steps = GoldenCase.some(x[0], "step in the sequence");
        int batch = GoldenCase.some(x[1], "row in the batch");
        int hidden = c.shape("in.h0", 2)[1];
        ParameterTable table = new ParameterTable();
        GruCell cell = new GruCell(table, "c", x[2], hidden);
        Parameters p = c.parameters(table, new GoldenParameters(table)
                .weight("c.w_x", "w_ih").row("c.bias_x", "b_ih")
                .weight("c.w_h", "w_hh").row("c.bias_h", "b_hh"));
        Tensor y = cell.sequence(p, c.input("in.x"), c.input("in.h0", batch, hidden),
                new Tensor[steps]);
        c.output("y", y, steps, batch, hidden);
        c.output("hT", y.rows((steps - 1) * batch, steps * batch), batch, hidden);
    }

    private static void dueling(GoldenCase c) {
        ParameterTable table = new ParameterTable();
        int[] h = c.shape("in.h", 2);
        int actions = c.shape("param.b_a", 1)[0];
        DuelingHead head = new DuelingHead(table, "d", h[1], actions);
        Parameters p = c.parameters(table, new GoldenParameters(table)
                .weight("d.value.weight", "w_v").row("d.value.bias", "b_v")
                .weight("d.advantage.weight", "w_a").row("d.advantage.bias", "b_a"));
        c.output("q", head.apply(p, c.input("in.h")), h[0], actions);
    }

    private static void qmix(GoldenCase c) {
        ParameterTable table = new ParameterTable();
        int[] q = c.shape("in.agent_q", 2);
        int state = c.shape("in.state", 2)[1];
        QmixMixer mixer = new QmixMixer(table, "m", q[1], state, c.entry().integer("embed", 1, 1 << 16),
                c.shape("param.v1.b", 1)[0]);
        GoldenParameters places = new GoldenParameters(table);
        String[][] names = {{"w_1", "hw1"}, {"b_1", "hb1"}, {"w_2", "hw2"}, {"v.0", "v1"},
            {"v.1", "v2"}};
        for (String[] name : names) {
            places.weight("m." + name[0] + ".weight", name[1] + ".w")
                    .row("m." + name[0] + ".bias", name[1] + ".b");
        }
        Parameters p = c.parameters(table, places);
        c.output("q_tot", mixer.apply(p, c.input("in.agent_q"),
                c.input("in.state", q[0], state)), q[0]);
    }
}
