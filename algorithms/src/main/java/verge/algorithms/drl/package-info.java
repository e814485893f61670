/**
 * Fine-tuned deep reinforcement learning, the learning baseline of MRLCO (section 5.2) and MRLATO
 * (Table II), which both refer to J. Wang, J. Hu, G. Min, W. Zhan, Q. Ni and N. Georgalas,
 * "Computation Offloading in Multi-Access Edge Computing Using a Deep Sequential Model Based on
 * Reinforcement Learning", IEEE Communications Magazine 57(5), 2019: one policy is trained on all
 * training sets and then fine-tuned on each test set. {@link verge.algorithms.drl.FineTunedDrl} is
 * its training; network, PPO and adaptation are those of {@link verge.algorithms.dag}, and the same
 * as the meta-learners', so that what differs is how the policy was trained.
 *
 * <h2>Symbols</h2>
 *
 * <table>
 * <caption>Symbols and their names here</caption>
 * <thead>
 * <tr><th>symbol</th><th>name</th><th>shape</th><th>unit</th></tr>
 * </thead>
 * <tbody>
 * <tr><td>theta</td><td>{@code PolicyState.policy}</td><td>[parameters]</td><td></td></tr>
 * <tr><td>J^PPO</td><td>{@code Learner.loss}, negated</td><td>1</td><td></td></tr>
 * <tr><td>alpha, m</td><td>{@code innerRate, innerSteps}</td><td>1</td><td></td></tr>
 * <tr><td>mini-batches per iteration</td><td>{@code metaBatch}</td><td>1</td><td></td></tr>
 * </tbody>
 * </table>
 *
 * <h2>What is reproduced, and how</h2>
 *
 * The column "Fine-tuning DRL" of MRLCO's Table 3 and "DRL" of MRLATO's Table III: {@code verge
 * reproduce mrlco table3} and {@code verge reproduce mrlato table3}; alone, {@code verge run drl}.
 *
 * <h2>Deviations</h2>
 *
 * <ol>
 * <li>The papers take the algorithm of their reference; here it is the meta-learner's own network and
 *     PPO, so that the comparison is of the training alone. Measured effect: not measured; the other
 *     network is not part of this project.
 * <li>An iteration samples as many plans and takes as many gradient steps as one of the
 *     meta-learner: {@code meta-batch} mini-batches of {@code graphs-per-task} graphs (100 where that
 *     is 0) drawn without replacement from all training sets, m steps on each. Measured effect: with
 *     one mini-batch per iteration, a quarter of the plans, 677.86 ms for 664.42 before an update and
 *     673.67 for 657.94 after 5 ({@code verge run drl iterations=60 updates=5 graphs-per-set=20
 *     meta-batch=1}, and 4; profile {@code verge}, means of the three sets).
 * <li>One Adam is kept over the whole training; the fine-tuning begins with a new one. Measured
 *     effect: not measured; no setting.
 * </ol>
 */
package verge.algorithms.drl;
