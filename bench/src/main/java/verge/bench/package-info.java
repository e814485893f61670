/** JMH benchmarks; CONTRIBUTING.md says how to run them. */
package verge.bench;
