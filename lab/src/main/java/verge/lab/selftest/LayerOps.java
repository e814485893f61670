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
                .weight("c.bias", "b_ih").weight("c.bias", "b_hh")));
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
                .weight("c.w_x", "w_ih").weight("c.w_h", "w_hh").weight("c.bias", "b");
        for (String norm : new String[] {"x", "h", "c"}) {
            places.weight("c.norm_" + norm + ".gamma", "gamma_" + norm)
                    .weight("c.norm_" + norm + ".beta", "beta_" + norm);
        }
        lstm(c, cell, c.parameters(table, places));
    }

    private static LstmCell cell(GoldenCase c, ParameterTable table, Normalisation scope,
            float epsilon) {
        return new LstmCell(table, "c", c.shape("in.x", 3)[2], c.shape("in.h0", 2)[1], scope,
                epsilon);
    }

    private static void lstm(GoldenCase c, LstmCell cell, Parameters p) {
        int steps = c.shape("in.x")[0];
        int batch = c.shape("in.h0")[0];
        Tensor[] outputs = new Tensor[steps + 1];
        Tensor y = cell.sequence(p, c.input("in.x"), c.input("in.h0"), c.input("in.c0"), outputs);
        c.output("y", y);                                                  // [steps * batch, h]
        c.output("hT", y.rows((steps - 1) * batch, steps * batch));        // [batch, h]
        c.output("cT", outputs[steps]);                                    // [batch, h]
    }

    private static void gru(GoldenCase c) {
        int[] x = c.shape("in.x", 3);
        int[] h = c.shape("in.h0", 2);
        ParameterTable table = new ParameterTable();
        GruCell cell = new GruCell(table, "c", x[2], h[1]);
        Parameters p = c.parameters(table, new GoldenParameters(table)
                .weight("c.w_x", "w_ih").weight("c.bias_x", "b_ih")
                .weight("c.w_h", "w_hh").weight("c.bias_h", "b_hh"));
        Tensor y = cell.sequence(p, c.input("in.x"), c.input("in.h0"), new Tensor[x[0]]);
        c.output("y", y);                                                  // [steps * batch, h]
        c.output("hT", y.rows((x[0] - 1) * h[0], x[0] * h[0]));            // [batch, h]
    }

    private static void dueling(GoldenCase c) {
        ParameterTable table = new ParameterTable();
        DuelingHead head = new DuelingHead(table, "d", c.shape("in.h", 2)[1],
                c.shape("param.b_a", 1)[0]);
        Parameters p = c.parameters(table, new GoldenParameters(table)
                .weight("d.value.weight", "w_v").weight("d.value.bias", "b_v")
                .weight("d.advantage.weight", "w_a").weight("d.advantage.bias", "b_a"));
        c.output("q", head.apply(p, c.input("in.h")));                     // [rows, actions]
    }

    private static void qmix(GoldenCase c) {
        ParameterTable table = new ParameterTable();
        QmixMixer mixer = new QmixMixer(table, "m", c.shape("in.agent_q", 2)[1],
                c.shape("in.state", 2)[1], c.entry().integer("embed", 1, 1 << 16),
                c.shape("param.v1.b", 1)[0]);
        GoldenParameters places = new GoldenParameters(table);
        String[][] names = {{"w_1", "hw1"}, {"b_1", "hb1"}, {"w_2", "hw2"}, {"v.0", "v1"},
            {"v.1", "v2"}};
        for (String[] name : names) {
            places.weight("m." + name[0] + ".weight", name[1] + ".w")
                    .weight("m." + name[0] + ".bias", name[1] + ".b");
        }
        Parameters p = c.parameters(table, places);
        c.output("q_tot", mixer.apply(p, c.input("in.agent_q"), c.input("in.state")));
    }
}
