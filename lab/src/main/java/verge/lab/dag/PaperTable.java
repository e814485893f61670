package verge.lab.dag;

import java.util.List;
import verge.lab.config.NearWords;
import verge.sim.core.InputException;

/**
 * What a paper prints of its learned policies, row by row, and what we put beside it.
 *
 * @param kind the paper's method
 * @param updates the updates of the printed columns
 * @param columns the learned policies, the paper's own last
 * @param rows the rows
 */
record PaperTable(Kind kind, List<Integer> updates, List<Column> columns, List<Row> rows) {

    /** The papers' three experiments. */
    enum Experiment {
        /** Sets by fat and density. */
        TOPOLOGIES,
        /** Sets by number of tasks. */
        SIZES,
        /** One set at several rates. */
        RATES
    }

    /**
     * A learned policy.
     *
     * @param key what it is called in the table
     * @param kind the method that trains it
     * @param updates the updates that are shown
     */
    record Column(String key, Kind kind, List<Integer> updates) {}

    /**
     * A row.
     *
     * @param label what the paper calls it
     * @param experiment the experiment
     * @param set which of its test sets, from 0
     * @param printed what the paper prints, by column and update; {@code [columns][updates]}
     * @param heuristics what it prints for HEFT, greedy and the optimum, null where nothing
     */
    record Row(String label, Experiment experiment, int set, double[][] printed,
            Double[] heuristics) {}

    /**
     * The table without all learned policies but one.
     *
     * @param method the name of its method; null leaves the table as it is
     * @throws InputException if no run of its own makes such a policy
     */
    PaperTable only(String method) {
        if (method == null) {
            return this;
        }
        List<String> known = columns.stream().filter(column -> column.kind() != Kind.DRL)
                .map(Column::key).toList();
        if (!known.contains(method)) {
            throw new InputException("command line", "--only", "\"" + method + "\"",
                    NearWords.expected(method, known));
        }
        int at = columns.stream().map(Column::key).toList().indexOf(method);
        return new PaperTable(kind, updates, columns.subList(at, at + 1), rows.stream()
                .map(row -> new Row(row.label(), row.experiment(), row.set(),
                        new double[][] {row.printed()[at]}, row.heuristics())).toList());
    }

    /** Whether a policy of this kind is shown. */
    boolean shows(Kind wanted) {
        return columns.stream().anyMatch(column -> column.kind() == wanted);
    }

    /** MRLCO, Table 3. */
    static PaperTable mrlco() {
        return new PaperTable(Kind.MRLCO, List.of(20, 100),
                List.of(new Column("drl", Kind.DRL, List.of(20, 100)),
                        new Column("mrlco", Kind.MRLCO, List.of(0, 20, 100))),
                List.of(
                        mrlco("Topology I", Experiment.TOPOLOGIES, 0, 812.32, 789.92, 791.03, 722.63,
                                800.75, 847.73, 679.31),
                        mrlco("Topology II", Experiment.TOPOLOGIES, 1, 688.05, 636.49, 651.42, 601.93,
                                802.46, 848.43, 555.46),
                        mrlco("Topology III", Experiment.TOPOLOGIES, 2, 778.52, 712.79, 729.63,
                                641.92, 814.39, 859.03, 605.05),
                        mrlco("n = 20", Experiment.SIZES, 0, 818.14, 802.50, 802.41, 743.42, 838.31,
                                893.62, 689.21),
                        mrlco("n = 30", Experiment.SIZES, 1, 1185.47, 1152.07, 1174.55, 1098.43,
                                1222.93, 1276.70, null),
                        mrlco("n = 40", Experiment.SIZES, 2, 1493.11, 1432.41, 1472.53, 1397.63,
                                1527.47, 1589.66, null),
                        mrlco("5.5 Mbit/s", Experiment.RATES, 0, 945.82, 901.36, 897.73, 831.58,
                                929.79, 990.58, 770.10),
                        mrlco("8.5 Mbit/s", Experiment.RATES, 1, 736.81, 701.75, 703.38, 674.93,
                                757.99, 763.49, 628.21),
                        mrlco("11.5 Mbit/s", Experiment.RATES, 2, 589.33, 570.19, 567.88, 548.26,
                                649.15, 684.97, 524.14)));
    }

    private static Row mrlco(String label, Experiment experiment, int set, double drl20,
            double drl100, double mrlco20, double mrlco100, Double heft, Double greedy,
            Double optimal) {
        return new Row(label, experiment, set, new double[][] {{drl20, drl100},
            {mrlco20, mrlco100}}, new Double[] {heft, greedy, optimal});
    }

    /** MRLATO, Table III. */
    static PaperTable mrlato() {
        List<Integer> updates = List.of(1, 30, 100);
        return new PaperTable(Kind.MRLATO, updates,
                List.of(new Column("drl", Kind.DRL, updates),
                        new Column("mrlco", Kind.MRLCO, updates),
                        new Column("mrlato", Kind.MRLATO, updates)),
                List.of(
                        mrlato("Topology1", Experiment.TOPOLOGIES, 0, 738, 720, 712, 701, 670, 655,
                                682, 648, 638),
                        mrlato("Topology2", Experiment.TOPOLOGIES, 1, 755, 734, 719, 727, 708, 700,
                                740, 699, 686),
                        mrlato("Topology3", Experiment.TOPOLOGIES, 2, 660, 643, 630, 604, 580, 567,
                                618, 572, 558),
                        mrlato("n = 20", Experiment.SIZES, 0, 718, 691, 674, 648, 615, 604, 589, 536,
                                520),
                        mrlato("n = 30", Experiment.SIZES, 1, 977, 938, 921, 950, 905, 886, 896, 826,
                                790),
                        mrlato("n = 40", Experiment.SIZES, 2, 1195, 1153, 1130, 1190, 1136, 1099, 1169,
                                1102, 1079),
                        mrlato("5.5 Mbit/s", Experiment.RATES, 0, 940, 919, 906, 929, 880, 856, 903,
                                859, 832),
                        mrlato("8.5 Mbit/s", Experiment.RATES, 1, 710, 689, 680, 709, 683, 667, 692,
                                662, 650),
                        mrlato("11.5 Mbit/s", Experiment.RATES, 2, 637, 614, 603, 648, 583, 559, 621,
                                560, 544)));
    }

    private static Row mrlato(String label, Experiment experiment, int set, double... printed) {
        double[][] columns = new double[3][3];
        for (int i = 0; i < printed.length; i++) {
            columns[i / 3][i % 3] = printed[i];
        }
        return new Row(label, experiment, set, columns, new Double[3]);
    }
}
