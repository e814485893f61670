/**
 * The folder that a run leaves behind, file by file. Everything but {@code timing.csv} is free of
 * wall time, so that two machines that run the same seed write the same bytes.
 */
package verge.lab.run;
