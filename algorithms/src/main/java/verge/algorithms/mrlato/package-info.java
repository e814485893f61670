/**
 * MRLATO, after P. Zhang, J. Liu, M. Guizani, J. Wang, N. Kumar and L. Tan, "MRLATO: An Adaptive Task
 * Offloading Mechanism Based on Meta Reinforcement Learning in Edge Computing Environment", IEEE
 * Transactions on Vehicular Technology, 2025. {@link verge.algorithms.mrlato.Mrlato} is Algorithm 1,
 * {@link verge.algorithms.mrlato.MrlatoProfiles} Table I and the choices around it. It shares
 * environment, network, inner loop and evaluation with MRLCO ({@link verge.algorithms.dag}); what the
 * paper changes is the rank (Eq. 13), the attention (Eqs. 18-22), the width of the network and the
 * outer step (Eq. 29).
 *
 * <h2>Symbols</h2>
 *
 * n tasks in a graph, g graphs, b = g times trajectories plans, d units of the decoder (d_model), P
 * numbers in a network. The unit ms is the paper's: 1 MiB of work takes the device one of them.
 *
 * <table>
 * <caption>The paper's symbols and their names here</caption>
 * <thead>
 * <tr><th>symbol</th><th>name</th><th>shape</th><th>unit</th></tr>
 * </thead>
 * <tbody>
 * <tr><td>D = (N, L)</td><td>{@code TaskGraph}</td><td>n tasks, edges by row</td><td></td></tr>
 * <tr><td>T_ue, T_ul, T_m, T_dl</td>
 *     <td>{@code OffloadProblem.localTime, uploadTime, hostTime, downloadTime}</td><td>[n]</td>
 *     <td>ms</td></tr>
 * <tr><td>ET_ue, ET_ul, ET_m, ET_dl</td>
 *     <td>{@code Scheduler.localFinish, uploadFinish, hostFinish, downloadFinish}</td><td>[n]</td>
 *     <td>ms</td></tr>
 * <tr><td>A_ue, A_ul, A_m, A_dl</td>
 *     <td>{@code Scheduler.freeLocal, freeUplink, freeHost, freeDownlink}</td><td>1</td>
 *     <td>ms</td></tr>
 * <tr><td>T_total</td><td>{@code Scheduler.latency}</td><td>1</td><td>ms</td></tr>
 * <tr><td>rank(n_i), t_i</td><td>{@code RankWeight.ranks, weight}</td><td>[n]</td><td>ms</td></tr>
 * <tr><td>s_i</td><td>{@code Trajectories.embeddings, previous}; in profile {@code verge} also
 *     {@code states}</td><td>[n g, 17 or 39], [n b], [n b, 23]</td><td></td></tr>
 * <tr><td>Delta T_total</td><td>minus {@code Trajectories.rewards}</td><td>[n b]</td>
 *     <td>ms, or none</td></tr>
 * <tr><td>e_i</td><td>{@code OffloadingNetwork.Pass.encodings}</td><td>[n g, d]</td><td></td></tr>
 * <tr><td>d_j</td><td>what {@code OffloadingNetwork.Pass.step} returns</td><td>[b, d]</td>
 *     <td></td></tr>
 * <tr><td>W_Q, W_K, W_V, W_O</td><td>{@code attention.query, key, value, output}</td><td>[d, d]</td>
 *     <td></td></tr>
 * <tr><td>h, d_k</td><td>{@code heads}, d / {@code heads}</td><td>1</td><td></td></tr>
 * <tr><td>c_j</td><td>{@code AttentionLayer.context}</td><td>[b, d]</td><td></td></tr>
 * <tr><td>pi(a | s), V(s)</td><td>softmax of {@code OffloadingNetwork.logits};
 *     {@code OffloadingNetwork.value}</td><td>[n b, 2], [n b, 1]</td><td>none, as r</td></tr>
 * <tr><td>Pr_k</td><td>inside {@code Tensor.ppoSurrogate}</td><td>[n b]</td><td></td></tr>
 * <tr><td>A(s_k), V-hat</td><td>{@code Trajectories.advantages, returns}</td><td>[n b]</td>
 *     <td>none, as r</td></tr>
 * <tr><td>theta, theta'_i</td><td>{@code Parameters}, {@code TaskBatch.adapted}</td><td>[P]</td>
 *     <td></td></tr>
 * <tr><td>alpha, beta, gamma, lambda, epsilon, c_1, m</td><td>{@code innerRate, outerRate, gamma,
 *     lambda, clip, valueCoefficient, innerSteps}</td><td>1</td><td></td></tr>
 * <tr><td>g_meta</td><td>{@code MetaUpdate.ASCENT}</td><td>[P]</td><td></td></tr>
 * </tbody>
 * </table>
 *
 * <h2>What is reproduced, and how</h2>
 *
 * Table III with the optimisation efficiency ratio: {@code verge reproduce mrlato table3}; Figs. 4, 5
 * and 6: {@code verge reproduce mrlato fig4}, {@code fig5}, {@code fig6}. Neither code nor graphs were
 * published: latencies are of graphs of the same kind, so orderings and ratios can be compared, not
 * latencies. One run: {@code verge run mrlato}. {@code docs/mrlato.md} has what was measured.
 *
 * <h2>Deviations</h2>
 *
 * Profile {@code paper} follows the text; {@code verge}, the default, takes the choices that are listed
 * in the documentation of {@code verge.algorithms.mrlco}.
 *
 * <ol>
 * <li>t_i of Eq. (13), "the total time required": the chain of upload, host and download
 *     ({@code rank=offload}); {@code rank=local} takes the time on the device. Measured effect:
 *     none ({@code docs/mrlato.md}, as for all that follows): all tasks of a generated graph have the
 *     same ratio of result to cost, so the two are proportional.
 * <li>Eq. (14) is the increase of the latency; the reward is minus it, as the text says ("negative
 *     increase"), in seconds: the paper names no unit, and in ms the value function does not reach
 *     returns of -1000 from 0. In profile {@code verge} over the graph's mean local time. Measured
 *     effect: there 0.7 ms of 1,050, since it has no value function; in profile {@code paper} rewards
 *     in ms left seven rows of nine with a drop below 2 % in 100 updates, seconds none of three.
 * <li>Eq. (17) makes c_j an input of the step that gives d_j, so its query is d_{j-1}. The first query
 *     is the encoder's last state. Measured effect: not measured; no setting.
 * <li>Projections of the attention have no bias, as Eqs. (18) and (22) are written. Measured effect:
 *     not measured; no setting.
 * <li>Parents and children: 6 places each, padded with -1, as in MRLCO; profile {@code verge}: one
 *     bit per distance. Measured effect: the places 2.5 ms better (-5.6 to 0.7) before an update, level
 *     after 5.
 * <li>Plans sampled per graph: the paper does not say; 20, as in MRLCO. Measured effect: not measured
 *     ({@code trajectories=10} is a row of {@code verge reproduce mrlato ablation}).
 * <li>"Optimizer Adam" (Table I) is taken for the inner loop, whose line 7 says Adam; the outer step
 *     is the plain ascent that section IV-C and line 9 state: with alpha = beta and m = 3 a third of
 *     the way to the mean of the adapted policies. Profile {@code verge} has beta = m alpha = 3e-3, all
 *     the way, which is still Eq. (29). Measured effect: against a third of the way 33.1 ms better (28.2
 *     to 38.6) after 60 iterations, of 1,050 ms; after 300 iterations and 1 update 5 to 39 ms better in
 *     the rows by topology and rate. A step of Adam instead would be 39.2 ms better (34.1 to 44.8).
 * <li>The sums over k in Eqs. (23) and (26) are means over decisions, advantages are brought to mean 0
 *     and deviation 1 over a learning task, and each learning task begins with a new Adam, as in
 *     MRLCO. Measured effect: not measured; no setting.
 * <li>Rates of the third experiment: the text says 5.5, 8.5 and 13.5 Mbit/s, Fig. 6 and Table III say
 *     11.5; the latter is taken. Measured effect: not measured.
 * <li>Whether step 1 of Table III is before or after an update is open: 1 is after one update of m
 *     gradient steps, as 30 and 100 are after so many. Measured effect: in the run by rates (profile
 *     {@code verge}) 1096.34, 906.60 and 786.83 ms before, 1095.67, 902.28 and 783.04 after one.
 * <li>Profile {@code verge}: one bidirectional layer of 32, the resource state as input, advantages
 *     against the other plans of a graph, entropy bonus 0.01, gradient norm at most 1, alpha =
 *     1e-3, beta = 3e-3 / (1 + k / 300) in iteration k, 4 learning tasks of 10 graphs per iteration. Measured
 *     effect: without the resource state 146.4 ms worse (135.1 to 158.6); the others were measured one by
 *     one for MRLCO alone.
 * </ol>
 */
package verge.algorithms.mrlato;
