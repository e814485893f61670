/** JMH benchmarks: {@code java -cp ... org.openjdk.jmh.Main}, see docs/performance.md. */
package verge.bench;
