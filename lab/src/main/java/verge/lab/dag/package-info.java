/** The methods over task graphs as the command runs them: settings, graphs, runs. */
package verge.lab.dag;
