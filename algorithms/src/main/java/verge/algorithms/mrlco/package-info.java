/**
 * MRLCO, after J. Wang, J. Hu, G. Min, A. Y. Zomaya and N. Georgalas, "Fast Adaptive Task
 *     Offloading
 * in Edge Computing Based on Meta Reinforcement Learning", IEEE Transactions on Parallel and
 * Distributed Systems 32(1), 2021. {@link verge.algorithms.mrlco.Mrlco} is Algorithm 1,
 * {@code verge.algorithms.drl.FineTunedDrl} the learning baseline of section 5.2,
 * {@link verge.algorithms.mrlco.MrlcoProfiles} Table 2 and the choices around it. Network, inner
 *     loop,
 * outer step and adaptation lie in {@link verge.algorithms.dag}, the environment in
 * {@link verge.sim.core.Scheduler} and {@link verge.sim.world.TaskGraphWorld}.
 *
 * <h2>Symbols</h2>
 *
 * n tasks in a graph, g graphs, b = g times trajectories plans, h units of the decoder, P
 *     numbers in
 * a network. The unit ms is the paper's: 1 MiB of work takes the device one of them.
 *
 * <table>
 * <caption>The paper's symbols and their names here</caption>
 * <thead>
 * <tr><th>symbol</th><th>name</th><th>shape</th><th>unit</th></tr>
 * </thead>
 * <tbody>
 * <tr><td>G = (T, E)</td><td>{@code TaskGraph}</td><td>n tasks, edges by row</td><td></td></tr>
 * <tr><td>C_i</td><td>{@code TaskGraph.workload}</td><td>[n]</td><td>bytes</td></tr>
 * <tr><td>data^s_i, data^r_i</td><td>{@code TaskGraph.uploadBytes, resultBytes}</td><td>[n]</td>
 *     <td>bytes</td></tr>
 * <tr><td>R_ul, R_dl</td><td>{@code OffloadProblem.uplinkMbps, downlinkMbps}</td><td>1</td>
 *     <td>Mbit/s</td></tr>
 * <tr><td>T^UE_i, T^ul_i, T^s_i, T^dl_i</td>
 *     <td>{@code OffloadProblem.localTime, uploadTime, hostTime, downloadTime}</td><td>[n]</td>
 *     <td>ms</td></tr>
 * <tr><td>FT^UE_i, FT^ul_i, FT^s_i, FT^dl_i</td>
 *     <td>{@code Scheduler.localFinish, uploadFinish, hostFinish, downloadFinish}</td><td>[n]</td>
 *     <td>ms</td></tr>
 * <tr><td>M^UE, M^ul, M^s, M^dl</td>
 *     <td>{@code Scheduler.freeLocal, freeUplink, freeHost, freeDownlink}</td><td>1</td>
 *     <td>ms</td></tr>
 * <tr><td>T^c</td><td>{@code Scheduler.latency}</td><td>1</td><td>ms</td></tr>
 * <tr><td>rank(t_i)</td><td>{@code OffloadProblem.rank}, giving {@code order, position}</td>
 *     <td>[n]</td><td>ms</td></tr>
 * <tr><td>A_1:n</td><td>{@code plan}: 0 local, 1 offload, by place in the order</td><td>[n]</td>
 *     <td></td></tr>
 * <tr><td>task embedding t_i</td><td>{@code TaskEmbedding}</td><td>[n g, 29, 17 or 39]</td>
 *     <td></td></tr>
 * <tr><td>s_i</td><td>embeddings, previous actions and, in profile {@code verge},
 *     {@code Trajectories.states}</td><td>[n b, 23]</td><td></td></tr>
 * <tr><td>r_i</td><td>{@code Trajectories.rewards} by {@code RewardScale}</td><td>[n b]</td>
 *     <td>s, or none</td></tr>
 * <tr><td>e_i</td><td>{@code OffloadingNetwork.Pass.encodings}</td><td>[n g, h]</td><td></td></tr>
 * <tr><td>d_j</td><td>what {@code OffloadingNetwork.Pass.step} returns</td><td>[b, h]</td>
 *     <td></td></tr>
 * <tr><td>c_j, alpha_ji, score</td><td>{@code AttentionLayer.context}</td><td>[b, h], [b, n]</td>
 *     <td></td></tr>
 * <tr><td>pi(a | s; theta)</td><td>softmax of {@code OffloadingNetwork.logits}</td><td>[n b,
 *     2]</td>
 *     <td></td></tr>
 * <tr><td>v(s; theta)</td><td>{@code OffloadingNetwork.value}</td><td>[n b, 1]</td>
 *     <td>as r</td></tr>
 * <tr><td>theta, theta'_i</td><td>{@code Parameters}</td><td>[P]</td><td></td></tr>
 * <tr><td>Pr_t</td><td>inside {@code Tensor.ppoSurrogate}</td><td>[n b]</td><td></td></tr>
 * <tr><td>A-hat_t, v-hat</td><td>{@code Trajectories.advantages, returns}</td><td>[n b]</td>
 *     <td>none, as r</td></tr>
 * <tr><td>alpha, beta</td><td>{@code innerRate, outerRate}</td><td>1</td><td></td></tr>
 * <tr><td>gamma, lambda, epsilon, c_1</td>
 *     <td>{@code gamma, lambda, clip, valueCoefficient}</td><td>1</td><td></td></tr>
 * <tr><td>m, K</td><td>{@code innerSteps}, the run's {@code iterations}</td><td>1</td>
 *     <td></td></tr>
 * <tr><td>T_i, rho(T)</td><td>{@code LearningTask}, a uniform draw of {@code metaBatch} of them
 *     without replacement</td><td></td><td></td></tr>
 * <tr><td>g^MRLCO</td><td>{@code MetaUpdate}</td><td>[P]</td><td></td></tr>
 * </tbody>
 * </table>
 *
 * <h2>What is reproduced, and how</h2>
 *
 * SETS stands for a folder of folders of {@code .gv} graphs, A, B, C for three of these folders;
 * what is tested on is left out of the training sets. {@code docs/mrlco.md} has all commands.
 *
 * <table>
 * <caption>Tables and figures</caption>
 * <thead>
 * <tr><th>paper</th><th>command</th></tr>
 * </thead>
 * <tbody>
 * <tr><td>Table 3, HEFT-based, Greedy, Optimal</td>
 *     <td>{@code verge baselines A --timing released --uplink-mbps 7}</td></tr>
 * <tr><td>Table 3</td>
 *     <td>{@code verge reproduce mrlco table3 --dags DIR --budget standard}</td></tr>
 * <tr><td>Fig. 6, 7, 8</td>
 *     <td>{@code verge reproduce mrlco fig6 --dags DIR}, {@code fig7}, {@code fig8}</td></tr>
 * </tbody>
 * </table>
 *
 * <h2>Deviations</h2>
 *
 * What the paper leaves open, or what is done otherwise. There are three profiles: {@code paper}
 * follows the text, {@code released} the code published with it where text and code differ, and
 * {@code verge}, the default, is the paper's method with the choices of its own that are listed
 *     here.
 * Every choice is a setting of its own, so that each can be measured alone. Measured effects are of
 * {@code verge reproduce mrlco ablation --budget quick iterations=60 updates=5 graphs-per-set=20} (one
 * seed, profile {@code verge} with that one choice instead, 675.56 ms without; sampled mean before an
 * update, positive: worse, 95 % interval over graphs in brackets) unless something else is said.
 *
 * <table>
 * <caption>Deviations</caption>
 * <thead>
 * <tr><th>no.</th><th>left open or changed</th><th>paper</th><th>released</th><th>verge</th>
 *     <th>why</th><th>measured effect</th></tr>
 * </thead>
 * <tbody>
 * <tr><td>1</td><td>timing model</td><td colspan="3">{@code timing=released} in all three; the
 *     equations as printed are {@code timing=paper}</td>
 *     <td>the published figures do not come from the printed equations: MRLCO's lie below the
 *     optimum
 *     of those</td><td>cannot be said in latency; optimum of n = 20 at 7 Mbit/s 689.21 under
 *     {@code released}, 821.23 under {@code paper}</td></tr>
 * <tr><td>2</td><td>normalisation of the task profile and kind of index (section 4.2)</td>
 *     <td>place in the order; durations over the graph's largest; the first 6 places of parents
 *     and of
 *     children (p = 12 read as both together), ascending, padded with -1</td>
 *     <td>number in the file from 0; raw durations; numbers of the first 6 parents and children,
 *     padded with -1</td>
 *     <td>place over n; durations over the mean local time; numbers of parents and children over 8;
 *     one bit per parent and child by its distance in the order, 1 to 16 and beyond</td>
 *     <td>a task may have more neighbours than a list has room for; relative distances mean the
 *     same
 *     in graphs of any size</td><td>{@code embedding=paper}: 5.1 ms (1.7 to 8.8),
 *     {@code released}: 2.1 ms (-0.3 to 5.4)</td></tr>
 * <tr><td>3</td><td>unit of the reward</td><td>minus the increase of the latency in seconds; the paper
 *     names no unit</td>
 *     <td>-(increase - min) / (max - min), min and max from the graph's sizes and durations</td>
 *     <td>minus the increase over the graph's mean local time</td>
 *     <td>still additive: a plan's return without discount is minus its latency in that unit. In ms
 *     returns are of the order of -1000, which a value function that starts at 0 does not reach within
 *     thousands of steps of 5e-4</td><td>with advantages against the group (8) none:
 *     {@code reward-scale=paper} -0.4 ms (-1.3 to 0.4), {@code released} 2.4 ms (1.1 to 3.7). With the
 *     paper's value function seconds are what makes it learn: 35.9 ms (29.9 to 42.5), in units of the
 *     mean local time 239.0 ms (220.1 to 259.2)</td></tr>
 * <tr><td>4</td><td>encoder and decoder</td><td>2 layers of 256 units, layer normalisation of x W,
 *     of h W and of the new memory</td><td>linear 17 to 128, then 2 layers of 128 units, no
 *     normalisation</td><td>1 layer of 32 units in each direction, decoder of 64, no
 *     normalisation</td><td>with the resource state (6) less has to be inferred</td>
 *     <td>{@code bidirectional=false}: 13.4 ms (10.2 to 17.0); {@code layers=2 layer-norm=true}: -9.9 ms
 *     (-15.0 to -5.1)</td></tr>
 * <tr><td>5</td><td>attention (Eq. 15 gives no formula of the score)</td>
 *     <td>additive, query d_{j-1} of the top layer, as many hidden units as the decoder</td>
 *     <td>multiplicative, query d_j; W (context | d_j) goes to the heads and into the next
 *     input</td>
 *     <td>none</td><td>the decoder is given the encoder's output of the very task it decides</td>
 *     <td>{@code attention=additive}: 4.0 ms (1.7 to 6.7), {@code multiplicative}: -9.6 ms (-14.0 to
 *     -5.4)</td></tr>
 * <tr><td>6</td><td>what of the state (G, A_1:i) the decoder sees</td>
 *     <td colspan="2">the previous action, the context, its memory</td>
 *     <td>also the 23 features of {@code TaskGraphWorld}: the scheduler's state at that moment</td>
 *     <td>A_1:i determines when every resource is free and every parent's result is there; the
 *     scheduler knows it, a network must infer it</td><td>{@code resource-state=false}: 116.8 ms (105.5 to
 *     129.2), with additive attention 154.0 ms (138.2 to 171.1)</td></tr>
 * <tr><td>7</td><td>value head</td><td>linear in d_j</td><td>sum of pi q with q linear in the
 *     logits</td><td>linear in d_j; not trained (8)</td><td></td><td>together with 8</td></tr>
 * <tr><td>8</td><td>advantages; gamma</td><td colspan="2">Eq. (18); 0.99</td>
 *     <td>return minus the mean return, at the same step, of all plans of that graph; 1; value
 *     coefficient 0</td>
 *     <td>with 20 plans of each graph their mean needs no training and is right from the first
 *     update; the latency itself is not discounted</td><td>{@code group-baseline=false value-coefficient=0.5
 *     gamma=0.99}: 35.9 ms (29.9 to 42.5) with rewards in seconds (3)</td></tr>
 * <tr><td>9</td><td>value loss (Eq. 19)</td><td>mean square</td><td>half the mean of the larger of
 *     the squares of v and of v + clip(v - v_old)</td><td>none</td><td></td>
 *     <td>not measured: {@code verge} has no value loss</td></tr>
 * <tr><td>10</td><td>inner loop</td><td>clip 0.2, m = 3, 20 plans per graph</td>
 *     <td>clip 0.3, m = 1, 10 plans per graph</td><td>clip 0.2, m = 3, 20 plans per graph,
 *     alpha 1e-3, beta 3e-3 / (1 + k / 300) in iteration k, entropy bonus 0.01, gradient norm at
 *     most 1</td><td>the bonus keeps
 *     sampled plans apart, which the best of several needs</td><td>the paper's rates: 113.8 ms
 *     (102.7 to 126.1); no halving: 2.6 ms (1.0 to 4.3); no bonus: -1.3 ms (-2.5 to -0.3); the published
 *     clip, m and plans: 1.5 ms (-0.8 to 4.2); no limit of the norm: 0</td></tr>
 * <tr><td>11</td><td>outer step</td><td>one Adam step on the mean over the tasks (Eq. 22)</td>
 *     <td>an Adam step for each task in turn, all differences taken from the same theta</td>
 *     <td>as paper, over 4 learning tasks, not 10; 10 graphs drawn from each, not all (with less
 *     than
 *     {@code --budget full} the other profiles draw 10 as well)</td>
 *     <td>more iterations in the same time</td><td>{@code meta-update=adam-each}: -8.4 ms (-12.6 to
 *     -3.8)</td></tr>
 * <tr><td>12</td><td>"mini-batch" (Algorithm 1, line 8), sums over t (Eqs. 16, 19), scale of
 *     advantages, state of the inner Adam</td><td colspan="3">every step takes all plans at once;
 *     losses are means over decisions; advantages of all plans of a learning task are brought to
 *     mean
 *     0 and deviation 1; each learning task begins with a new Adam, and adaptation keeps one
 *     through
 *     all updates; Adam's epsilon is 1e-8</td><td>means make rates independent of the number of
 *     tasks
 *     and plans</td><td>not measured; no setting</td></tr>
 * <tr><td>13</td><td>initial values, first input</td><td colspan="3">Glorot-uniform inputs,
 *     orthogonal recurrence, forget bias 1, heads scaled by 0.1; the previous action enters
 *     through a
 *     trained table of 9 numbers with a row of its own for the start; the decoder starts from the
 *     encoder's last state</td><td>heads near 0 begin near fair coins</td>
 *     <td>{@code forget-bias=0}: -0.3 ms (-1.7 to 1.0); the rest has no setting</td></tr>
 * <tr><td>14</td><td>learning tasks of the rate experiment</td><td colspan="3">each set of
 *     training graphs
 *     at each of the rates 4, 7, ..., 22 Mbit/s is a learning task; which graphs the paper
 *     trained on
 *     is not said</td><td>all published n = 20 sets serve; those tested on are another
 *     set</td><td>one rate, 7 Mbit/s, in training: at 11.5 Mbit/s the policy begins at 571.46,
 *     not 547.58 (docs/mrlco.md)</td></tr>
 * <tr><td>15</td><td>what an update of the evaluation is</td><td colspan="3">20 plans of every
 *     graph
 *     are sampled and measured, then m gradient steps are taken on them; the figures at an
 *     update are
 *     of the plans sampled before it</td><td>as the paper's text; there, "gradient update step" may
 *     also mean each of the m</td><td>20 of those are 7 updates: in the run by rates
 *     of docs/mrlato.md MRLCO is at 1067.82, 886.31 and 764.41 ms after 7, at 1057.49, 881.42 and 760.33
 *     after 20</td></tr>
 * <tr><td>16</td><td>fine-tuned DRL baseline</td><td colspan="3">the same network and inner
 *     loop; an
 *     iteration takes as many mini-batches as the meta-learner has learning tasks, each of as many
 *     graphs (100 where it takes all), drawn from all training sets; the paper refers to another
 *     method's algorithm</td><td>only the training differs: both see as many plans and take as many
 *     gradient steps per iteration</td>
 *     <td>with one mini-batch per iteration the baseline is 13.4 ms worse (677.86 for 664.42 before an
 *     update; {@code verge run drl iterations=60 updates=5 graphs-per-set=20 meta-batch=1}, and 4)</td></tr>
 * <tr><td>18</td><td>best of 20</td><td colspan="2">of 20 independent samples</td>
 *     <td>of 20 samples without replacement ({@code decoding=distinct}, see {@code Decoding})</td>
 *     <td>a policy that is nearly sure draws the same plan 20 times; the sampled mean, which is
 *     what
 *     the paper measures, is always of independent samples</td><td>after 20 updates, mean
 *     of the seven rows of n = 20: 2.66 % above the optimum with independent samples, 1.94 %
 *     without replacement (docs/mrlco.md)</td></tr>
 * <tr><td>17</td><td>ties of the rank</td><td colspan="3">the larger number first under
 *     {@code timing=released}, the smaller under {@code timing=paper}</td>
 *     <td>the published code sorts upwards and reverses; the paper says
 *     nothing</td><td>not measured; no setting</td></tr>
 * </tbody>
 * </table>
 */
package verge.algorithms.mrlco;
